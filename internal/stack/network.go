package stack

// Network is the VPC that a stage lives in.
type Network struct {
	Mode NetworkMode
	// Zones is the number of availability zones, 2 or 3; 0 in an existing VPC,
	// whose subnets decide.
	Zones int
	// NATPerZone: one NAT gateway in each zone instead of one for all
	// (NATGateway only).
	NATPerZone bool
	// Endpoints are the AWS services that tasks reach by interface endpoints,
	// as the last parts of their names ("ecr.api"), sorted (Endpoints only).
	Endpoints []string
	// Range are the addresses of a VPC of the stage's own, in CIDR notation; ""
	// in an existing VPC. PublicRanges and PrivateRanges are those of its subnets,
	// one of each kind in each zone.
	Range                       string
	PublicRanges, PrivateRanges []string
	// NATInstanceType is that of the EC2 instances that forward what tasks send
	// (NATInstance only).
	NATInstanceType string
	// Owner is the stage of the same app whose own VPC this one lives in, "" when
	// there is none. Zones are those of that VPC then.
	Owner string
	// VPC is the id of an existing VPC; "" when the stage or its Owner makes it.
	VPC string
	// PublicSubnets and PrivateSubnets are ids of an existing VPC's subnets, in
	// declared order: the load balancer lives in the public ones, data in the
	// private ones. Private may be the same as public.
	PublicSubnets, PrivateSubnets []string
}

// NetworkMode is how tasks reach the internet and AWS.
type NetworkMode string

// The network modes.
const (
	// PublicTasks run in public subnets with an address of their own; only the
	// load balancer may call them.
	PublicTasks NetworkMode = "public"
	NATGateway  NetworkMode = "nat-gateway"
	NATInstance NetworkMode = "nat-instance" // a small EC2 instance per zone
	// Endpoints: no way to the internet, only to the AWS services of Network.Endpoints.
	Endpoints NetworkMode = "endpoints"
	// Private is for an existing VPC only: its owner provides the egress.
	Private NetworkMode = "private"
)

// Made reports whether the stage makes its own VPC.
func (n Network) Made() bool { return n.VPC == "" && n.Owner == "" }

// TasksPublic reports whether tasks have public addresses.
func (n Network) TasksPublic() bool { return n.Mode == PublicTasks }
