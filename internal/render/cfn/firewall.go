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
	cacheGroup    = "CacheSecurityGroup"

	fromBalancer        = "FromLoadBalancer"    // suffix of the rules of the service's group
	databaseFromService = "DatabaseFromService" // the rule of the database's group
	filesFromService    = "FileSystemFromService"
	cacheFromService    = "CacheFromService"

	httpsPort    = 443
	httpPort     = 80
	postgresPort = 5432
	redisPort    = 6379
	nfsPort      = 2049
)

// firewall adds the security groups, a chain of which each link knows only the
// next: world, load balancer, service, data. Groups that name each other inline
// would wait for one another forever, so the inbound rules towards the data are
// resources of their own.
func (t *template) firewall() {
	t.section("Firewall: world -> load balancer -> service -> data, and nothing else inbound.")
	stores := t.stores()
	egress := []*aws.EC2SecurityGroup_Egress{t.wayOut()}
	for _, store := range stores {
		t.plain(store.group, &aws.EC2SecurityGroup{
			GroupDescription:    aws.Str(store.title),
			VpcId:               t.vpcID(),
			SecurityGroupEgress: []*aws.EC2SecurityGroup_Egress{nowhere()},
			Tags:                t.tags,
		})
		if store.group != endpointGroup { // the way out leads there already
			egress = append(egress, egressTo(store.group, store.port, store.protocol))
		}
	}
	t.plain(serviceGroup, &aws.EC2SecurityGroup{
		GroupDescription:    aws.Str("Tasks of the service"),
		VpcId:               t.vpcID(),
		SecurityGroupEgress: egress,
		Tags:                t.tags,
	})
	if t.ownBalancer() {
		t.balancerGroup()
	}
	for _, e := range t.Balancer.Endpoints {
		t.ingress(title(e.Kind)+fromBalancer, serviceGroup, t.balancerGroupID(), e.Container, string(e.Kind)+" from the load balancer")
	}
	for _, store := range stores {
		t.ingress(store.rule, store.group, aws.GetAtt(serviceGroup, "GroupId"), store.port, store.protocol+" from the service")
	}
}

// balancerGroup adds the security group of the stage's own load balancer.
func (t *template) balancerGroup() {
	group := &aws.EC2SecurityGroup{
		GroupDescription: aws.Str("Load balancer"),
		VpcId:            t.vpcID(),
		Tags:             t.tags,
	}
	for _, port := range t.publicPorts() {
		group.SecurityGroupIngress = append(group.SecurityGroupIngress, &aws.EC2SecurityGroup_Ingress{
			IpProtocol:  aws.Str("tcp"),
			CidrIp:      aws.Str(anywhere),
			Description: aws.Str("Public API"),
			FromPort:    aws.Int(port),
			ToPort:      aws.Int(port),
		})
	}
	for _, e := range t.Balancer.Endpoints {
		group.SecurityGroupEgress = append(group.SecurityGroupEgress, egressTo(serviceGroup, e.Container, string(e.Kind)))
	}
	t.plain(balancerGroup, group)
}

// balancerGroupID is the security group that requests come from.
func (t *template) balancerGroupID() aws.Value {
	if t.ownBalancer() {
		return aws.GetAtt(balancerGroup, "GroupId")
	}
	return aws.Str(t.Balancer.Shared.SecurityGroup)
}

// store is something that tasks connect to.
type store struct {
	group    string // its security group
	title    string // of the group
	rule     string // the group's inbound rule
	port     int
	protocol string // for people
}

// stores are the data of the stage, and the endpoints of AWS services.
func (t *template) stores() []store {
	list := []store{{databaseGroup, "Database", databaseFromService, postgresPort, "PostgreSQL"}}
	if t.Shape == stack.SingleReplica {
		list = []store{{filesGroup, "File system", filesFromService, nfsPort, "NFS"}}
	}
	if t.cached() {
		list = append(list, store{cacheGroup, "Cache", cacheFromService, redisPort, "Redis"})
	}
	if t.Network.Mode == stack.Endpoints {
		list = append(list, store{endpointGroup, "Endpoints of AWS services", endpointsFromService, httpsPort, "HTTPS"})
	}
	return list
}

// wayOut is the rule for HTTPS. It is the same in a VPC that has endpoints only:
// CloudFormation does not know the addresses of S3 that the gateway leads to,
// and there is no route to anywhere else.
func (t *template) wayOut() *aws.EC2SecurityGroup_Egress {
	if t.Network.Mode == stack.Endpoints {
		return httpsAnywhere("AWS APIs; there is no route to the internet")
	}
	return httpsAnywhere("AWS APIs and the providers that the app calls")
}

func httpsAnywhere(description string) *aws.EC2SecurityGroup_Egress {
	return &aws.EC2SecurityGroup_Egress{
		IpProtocol:  aws.Str("tcp").Note("DNS needs no rule, the VPC's resolver is exempt"),
		CidrIp:      aws.Str(anywhere),
		Description: aws.Str(description),
		FromPort:    aws.Int(httpsPort),
		ToPort:      aws.Int(httpsPort),
	}
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
func (t *template) ingress(id, into string, from aws.Value, port int, description string) {
	t.plain(id, &aws.EC2SecurityGroupIngress{
		IpProtocol:            aws.Str("tcp"),
		Description:           aws.Str(description),
		FromPort:              aws.Int(port),
		GroupId:               aws.GetAtt(into, "GroupId"),
		SourceSecurityGroupId: from,
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
