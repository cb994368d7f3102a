package parity

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// What the deployment of a guest finds of the stage that owns the load balancer.
// The mock of SST's cloud (test/consumer/sstrun/cloud.mjs) answers the same.
const (
	ownersGroup  = "sg-0a1b2c3d4e5f60001"
	guestsGroup  = "sg-0a1b2c3d4e5f60002"
	ownersVPC    = "vpc-0a1b2c3d4e5f60003"
	ownersName   = "owner-1234567890.%s.elb.amazonaws.com"
	ownersARN    = "arn:aws:elasticloadbalancing:%s:" + Account + ":loadbalancer/app/owner/50dc6c495c0c9188"
	ownersPort   = "arn:aws:elasticloadbalancing:%s:" + Account + ":listener/app/owner/50dc6c495c0c9188/f2f7dc8efc522ab2"
	ownersSubnet = "subnet-0a1b2c3d4e5f6%s%03d" // "0" for a public one, "1" for a private one
)

// found returns a guest with what its deployment finds in place of the owner's
// name, other stages as they are.
func found(s *stack.Stack) *stack.Stack {
	if s.Balancer.Shared.Owner == "" {
		return s
	}
	guest := *s
	lb := &guest.Balancer.Shared
	lb.ARN, lb.Listener = fmt.Sprintf(ownersARN, s.Region), fmt.Sprintf(ownersPort, s.Region)
	lb.SecurityGroup, lb.DNSName = ownersGroup, fmt.Sprintf(ownersName, s.Region)
	if n := &guest.Network; n.Owner != "" {
		n.VPC = ownersVPC
		for zone := range n.Zones {
			n.PublicSubnets = append(n.PublicSubnets, fmt.Sprintf(ownersSubnet, "0", zone+1))
			n.PrivateSubnets = append(n.PrivateSubnets, fmt.Sprintf(ownersSubnet, "1", zone+1))
		}
		n.Owner, n.Zones = "", 0
	}
	return &guest
}

// imports are what the stack of the owner exports.
func imports(s *stack.Stack) map[string]string {
	owner := s.Balancer.Shared.Owner
	if owner == "" {
		return nil
	}
	guest := found(s)
	prefix := s.App + "-" + owner + "-"
	values := map[string]string{
		prefix + "LoadBalancerFullName": "app/owner/50dc6c495c0c9188", prefix + "LoadBalancerDnsName": guest.Balancer.Shared.DNSName,
		prefix + "HttpsListener": guest.Balancer.Shared.Listener, prefix + "LoadBalancerSecurityGroup": ownersGroup, prefix + "GuestSecurityGroup": guestsGroup,
	}
	if s.Network.Owner != "" {
		values[prefix+"Vpc"] = ownersVPC
		for zone := range s.Network.Zones {
			values[fmt.Sprintf("%sPublicSubnet%d", prefix, zone+1)] = guest.Network.PublicSubnets[zone]
			values[fmt.Sprintf("%sPrivateSubnet%d", prefix, zone+1)] = guest.Network.PrivateSubnets[zone]
		}
	}
	return values
}
