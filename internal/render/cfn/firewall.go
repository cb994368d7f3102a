package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	balancerGroup = "LoadBalancerSecurityGroup"
	serviceGroup  = "ServiceSecurityGroup"
	databaseGroup = "DatabaseSecurityGroup"
	filesGroup    = "FileSystemSecurityGroup"
	cacheGroup    = "CacheSecurityGroup"
	peerGroup     = "PeerSecurityGroup"  // of the tasks too: what they let each other reach
	guestGroup    = "GuestSecurityGroup" // of tasks of other stages behind the load balancer

	fromBalancer        = "FromLoadBalancer"    // suffix of the rules of the service's group
	databaseFromService = "DatabaseFromService" // the rule of the database's group
	filesFromService    = "FileSystemFromService"
	cacheFromService    = "CacheFromService"
	peersFromService    = "PeersFromService"
)

// firewall adds the security groups that allow the stage's openings. Groups that
// name each other inline would wait for one another forever, so the inbound
// rules towards the data are resources of their own.
func (t *template) firewall() {
	t.section("Firewall: world -> load balancer -> service -> data, and nothing else inbound.")
	stores := t.stores()
	egress := []*aws.EC2SecurityGroup_Egress{anywhereOn(t.WayOut())}
	for _, store := range stores {
		t.plain(store.group, &aws.EC2SecurityGroup{
			GroupDescription:    aws.Str(store.title),
			VpcId:               t.vpcID(),
			SecurityGroupEgress: []*aws.EC2SecurityGroup_Egress{noEgress()},
			Tags:                t.tags,
		})
		if store.To != stack.AWSServices { // the egress leads there already
			egress = append(egress, egressTo(store.group, store.Opening))
		}
	}
	t.plain(serviceGroup, &aws.EC2SecurityGroup{
		GroupDescription:    aws.Str("Tasks of the service"),
		VpcId:               t.vpcID(),
		SecurityGroupEgress: egress,
		Tags:                t.tags,
	})
	if len(t.Open(stack.Balancer, stack.Guests)) > 0 {
		t.plain(guestGroup, &aws.EC2SecurityGroup{
			GroupDescription:    aws.Str("Tasks of other stages"),
			VpcId:               t.vpcID(),
			SecurityGroupEgress: []*aws.EC2SecurityGroup_Egress{noEgress()},
			Tags:                t.tags,
		})
	}
	if t.OwnBalancer() {
		t.balancerGroup()
	}
	for _, o := range t.Open(stack.Balancer, stack.Tasks) {
		t.ingress(t.titleAt(o.Port)+fromBalancer, serviceGroup, t.balancerGroupID(), o.Port, o.Protocol+" from the load balancer")
	}
	for _, store := range stores {
		t.ingress(store.rule, store.group, aws.GetAtt(serviceGroup, "GroupId"), store.Port, store.Protocol+" from the service")
	}
}

// titleAt is the name in logical ids of the endpoint at a container's port.
func (t *template) titleAt(port int) string {
	for _, e := range t.Balancer.Endpoints {
		if e.Container == port {
			return title(e.Kind)
		}
	}
	panic("cfn: an opening to a port that no endpoint has")
}

// taskGroups are the security groups of the tasks.
func (t *template) taskGroups() []aws.Value {
	groups := []aws.Value{aws.GetAtt(serviceGroup, "GroupId")}
	if len(t.Open(stack.Tasks, stack.Peers)) > 0 {
		groups = append(groups, aws.GetAtt(peerGroup, "GroupId"))
	}
	if t.Balancer.Shared.Owner != "" {
		groups = append(groups, t.imported(guestGroup))
	}
	return groups
}

// balancerGroup adds the security group of the stage's own load balancer.
func (t *template) balancerGroup() {
	group := &aws.EC2SecurityGroup{
		GroupDescription: aws.Str("Load balancer"),
		VpcId:            t.vpcID(),
		Tags:             t.tags,
	}
	for _, o := range t.Open(stack.World, stack.Balancer) {
		group.SecurityGroupIngress = append(group.SecurityGroupIngress, &aws.EC2SecurityGroup_Ingress{
			IpProtocol:  aws.Str("tcp"),
			CidrIp:      aws.Str(anywhere),
			Description: aws.Str(o.Why),
			FromPort:    aws.Int(o.Port),
			ToPort:      aws.Int(o.Port),
		})
	}
	for _, o := range t.Open(stack.Balancer, stack.Tasks) {
		group.SecurityGroupEgress = append(group.SecurityGroupEgress, egressTo(serviceGroup, o))
	}
	for _, o := range t.Open(stack.Balancer, stack.Guests) {
		group.SecurityGroupEgress = append(group.SecurityGroupEgress, egressTo(guestGroup, o))
	}
	t.plain(balancerGroup, group)
}

// balancerGroupID is the security group that requests come from.
func (t *template) balancerGroupID() aws.Value {
	if t.OwnBalancer() {
		return aws.GetAtt(balancerGroup, "GroupId")
	}
	if t.Balancer.Shared.Owner != "" {
		return t.imported(balancerGroup)
	}
	return aws.Str(t.Balancer.Shared.SecurityGroup)
}

// store is something of the stage that tasks connect to.
type store struct {
	stack.Opening
	group string // its security group
	title string // of the group
	rule  string // the group's inbound rule
}

// stores are the data of the stage, and the endpoints of AWS services.
func (t *template) stores() []store {
	var list []store
	for _, s := range []store{
		{stack.Opening{To: stack.Peers}, peerGroup, "Shards of other tasks", peersFromService},
		{stack.Opening{To: stack.DatabaseNode}, databaseGroup, "Database", databaseFromService},
		{stack.Opening{To: stack.FileStore}, filesGroup, "File system", filesFromService},
		{stack.Opening{To: stack.CacheNode}, cacheGroup, "Cache", cacheFromService},
		{stack.Opening{To: stack.AWSServices}, endpointGroup, "Endpoints of AWS services", endpointsFromService},
	} {
		for _, s.Opening = range t.Open(stack.Tasks, s.To) {
			list = append(list, s)
		}
	}
	return list
}

// anywhereOn is the rule for an opening to the internet. It is the same for one
// to AWS's services by endpoints: CloudFormation does not know the addresses of
// S3 that the gateway leads to, and there is no route to anywhere else.
func anywhereOn(o stack.Opening) *aws.EC2SecurityGroup_Egress {
	return &aws.EC2SecurityGroup_Egress{
		IpProtocol:  aws.Str("tcp").Note("DNS needs no rule, the VPC's resolver is exempt"),
		CidrIp:      aws.Str(anywhere),
		Description: aws.Str(o.Why),
		FromPort:    aws.Int(o.Port),
		ToPort:      aws.Int(o.Port),
	}
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

func egressTo(group string, o stack.Opening) *aws.EC2SecurityGroup_Egress {
	return &aws.EC2SecurityGroup_Egress{
		IpProtocol:                 aws.Str("tcp"),
		Description:                aws.Str(o.Protocol),
		DestinationSecurityGroupId: aws.GetAtt(group, "GroupId"),
		FromPort:                   aws.Int(o.Port),
		ToPort:                     aws.Int(o.Port),
	}
}

// noEgress is the rule of a group that opens no connections. Without any rule
// EC2 would allow all of them.
func noEgress() *aws.EC2SecurityGroup_Egress {
	return &aws.EC2SecurityGroup_Egress{
		IpProtocol:  aws.Str("-1"),
		CidrIp:      aws.Str("127.0.0.1/32").Note("no rule at all would allow everything"),
		Description: aws.Str("Nowhere"),
	}
}
