package resolve

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// decideNetwork decides what a VPC of the stage's own is like.
func decideNetwork(n *stack.Network) {
	n.NATInstanceType, n.PublicRanges, n.PrivateRanges = "", nil, nil
	if !n.Made() {
		return
	}
	for zone := range n.Zones {
		n.PublicRanges = append(n.PublicRanges, part(n.Range, 2*zone))
		n.PrivateRanges = append(n.PrivateRanges, part(n.Range, 2*zone+1))
	}
	if n.Mode == stack.NATInstance {
		n.NATInstanceType = "t4g.nano" // the smallest of the arm64 ones
	}
}

// subnetBits make 64 parts of a VPC: SST's Vpc cuts its /16 into /22, public and
// private in turn (src/components/aws/vpc.ts of SST 4.17.1).
const subnetBits = 6

// part is the range of one of the 64 parts of a VPC's range.
func part(vpc string, index int) string {
	whole := netip.MustParsePrefix(vpc)
	bits := whole.Bits() + subnetBits
	address := whole.Addr().As4()
	first := binary.BigEndian.Uint32(address[:]) + uint32(index)<<(32-bits)
	binary.BigEndian.PutUint32(address[:], first)
	return netip.PrefixFrom(netip.AddrFrom4(address), bits).String()
}

// The sizes of a VPC that can be asked for. A load balancer needs subnets of /27
// or larger: parts of a /20 are /26.
const (
	largestVPC  = 16
	smallestVPC = 20
)

// cidr resolves the addresses of a VPC of the stage's own.
func (b *stageResolver) cidr() string {
	const normal = "10.0.0.0/16"
	v := b.in.Network.CIDR
	text := pick(b, "network.cidr", v, normal)
	prefix, err := netip.ParsePrefix(text)
	switch {
	case err != nil || !prefix.Addr().Is4() || prefix != prefix.Masked():
		b.fail(CodeRange, v.Node, fmt.Sprintf("network.cidr: %q is not a valid range of IPv4 addresses", text), "", "write the first address of the range and the prefix length, for example 10.1.0.0/16")
	case prefix.Bits() < largestVPC || prefix.Bits() > smallestVPC:
		b.fail(CodeRange, v.Node, fmt.Sprintf("network.cidr: a VPC cannot be a /%d", prefix.Bits()), "AWS takes /16 and smaller ones, and below /20 the subnets would be too small for a load balancer", "use /16 to /20")
	case !prefix.Addr().IsPrivate():
		b.fail(CodeRange, v.Node, fmt.Sprintf("network.cidr: %s is not a private range", text), "tasks could not reach other hosts with these addresses", "use a range within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16")
	default:
		return text
	}
	return normal
}
