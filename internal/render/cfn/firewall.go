package cfn

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	balancerGroup = "LoadBalancerSecurityGroup"
	serviceGroup  = "ServiceSecurityGroup"
	databaseGroup = "DatabaseSecurityGroup"
	filesGroup    = "FileSystemSecurityGroup"

	fromBalancer        = "FromLoadBalancer"    // suffix of the rules of the service's group
	databaseFromService = "DatabaseFromService" // the rule of the database's group
	filesFromService    = "FileSystemFromService"

	httpsPort    = 443
	httpPort     = 80
	postgresPort = 5432
	nfsPort      = 2049
)

// firewall adds the security groups, a chain of which each link knows only the
// next: world, load balancer, service, data. Groups that name each other inline
// would wait for one another forever, so the inbound rules towards the data are
// resources of their own.
func (t *template) firewall() {
	t.section("Firewall: world -> load balancer -> service -> data, and nothing else inbound.")
	store := t.store()
	t.plain(store.group, &aws.EC2SecurityGroup{
		GroupDescription:    aws.Str("Data of the service"),
		VpcId:               aws.Ref(vpc),
		SecurityGroupEgress: []*aws.EC2SecurityGroup_Egress{nowhere()},
		Tags:                t.tags,
	})
	t.plain(serviceGroup, &aws.EC2SecurityGroup{
		GroupDescription: aws.Str("Tasks of the service"),
		VpcId:            aws.Ref(vpc),
		SecurityGroupEgress: []*aws.EC2SecurityGroup_Egress{
			{
				IpProtocol:  aws.Str("tcp").Note("DNS needs no rule, the VPC's resolver is exempt"),
				CidrIp:      aws.Str(anywhere),
				Description: aws.Str("AWS APIs and the providers that the app calls"),
				FromPort:    aws.Int(httpsPort),
				ToPort:      aws.Int(httpsPort),
			},
			egressTo(store.group, store.port, store.protocol),
		},
		Tags: t.tags,
	})
	balancer := &aws.EC2SecurityGroup{
		GroupDescription: aws.Str("Load balancer"),
		VpcId:            aws.Ref(vpc),
		Tags:             t.tags,
	}
	for _, port := range t.publicPorts() {
		balancer.SecurityGroupIngress = append(balancer.SecurityGroupIngress, &aws.EC2SecurityGroup_Ingress{
			IpProtocol:  aws.Str("tcp"),
			CidrIp:      aws.Str(anywhere),
			Description: aws.Str("Public API"),
			FromPort:    aws.Int(port),
			ToPort:      aws.Int(port),
		})
	}
	for _, e := range t.Balancer.Endpoints {
		balancer.SecurityGroupEgress = append(balancer.SecurityGroupEgress, egressTo(serviceGroup, e.Container, string(e.Kind)))
	}
	t.plain(balancerGroup, balancer)
	for _, e := range t.Balancer.Endpoints {
		t.ingress(title(e.Kind)+fromBalancer, serviceGroup, balancerGroup, e.Container, string(e.Kind)+" from the load balancer")
	}
	t.ingress(store.rule, store.group, serviceGroup, store.port, store.protocol+" from the service")
}

// dataStore is how the tasks reach the stage's data.
type dataStore struct {
	group    string // its security group
	rule     string // the group's inbound rule
	port     int
	protocol string // for people
}

func (t *template) store() dataStore {
	if t.Shape == stack.SingleReplica {
		return dataStore{filesGroup, filesFromService, nfsPort, "NFS"}
	}
	return dataStore{databaseGroup, databaseFromService, postgresPort, "PostgreSQL"}
}

// publicPorts are the ports of the load balancer, ascending, each once.
func (t *template) publicPorts() []int {
	var ports []int
	if t.secure() {
		ports = append(ports, httpPort) // redirects
	}
	for _, e := range t.Balancer.Endpoints {
		ports = append(ports, e.Listener)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// ingress adds a rule that lets one group into another at one port.
func (t *template) ingress(id, into, from string, port int, description string) {
	t.plain(id, &aws.EC2SecurityGroupIngress{
		IpProtocol:            aws.Str("tcp"),
		Description:           aws.Str(description),
		FromPort:              aws.Int(port),
		GroupId:               aws.GetAtt(into, "GroupId"),
		SourceSecurityGroupId: aws.GetAtt(from, "GroupId"),
		ToPort:                aws.Int(port),
	})
}

func egressTo(group string, port int, description string) *aws.EC2SecurityGroup_Egress {
	return &aws.EC2SecurityGroup_Egress{
		IpProtocol:                 aws.Str("tcp"),
		Description:                aws.Str(description),
		DestinationSecurityGroupId: aws.GetAtt(group, "GroupId"),
		FromPort:                   aws.Int(port),
		ToPort:                     aws.Int(port),
	}
}

// nowhere is the rule of a group that opens no connections. Without any rule
// EC2 would allow all of them.
func nowhere() *aws.EC2SecurityGroup_Egress {
	return &aws.EC2SecurityGroup_Egress{
		IpProtocol:  aws.Str("-1"),
		CidrIp:      aws.Str("127.0.0.1/32").Note("no rule at all would allow everything"),
		Description: aws.Str("Nowhere"),
	}
}
