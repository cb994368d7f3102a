package engine

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// What AWS allows only once, as both engines say it.

func listenerKey(balancer, port string) string { return "listener " + balancer + " " + port }

func ruleKey(listener, priority string) string { return "rule " + listener + " " + priority }

func routeKey(table, destination string) string { return "route " + table + " " + destination }

func tableKey(subnet string) string { return "route table of " + subnet }

func recordKey(zone, name, kind string) string { return "record " + zone + " " + name + " " + kind }

func mountKey(files, subnet string) string { return "mount target " + files + " " + subnet }

func openingKey(group, from, port string) string { return "opening " + group + " " + from + " " + port }

func endpointKey(vpc, service string) string { return "endpoint " + vpc + " " + service }

func certificateKey(listener, certificate string) string {
	return "certificate " + listener + " " + certificate
}

func namedKey(kind, name string) string { return kind + " " + name }

// smallest is the size of the smallest subnet that is rendered, in bits: ranges
// overlap if they have one such part in common.
const smallest = 26

// addressKeys are the parts of a range of addresses. A range of an override that
// is not IPv4, or greater than a VPC can be, is one part.
func addressKeys(vpc, cidr string) []string {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil || !prefix.Addr().Is4() || prefix.Bits() < 16 {
		return []string{"addresses " + vpc + " " + cidr}
	}
	first := prefix.Masked().Addr().As4()
	at := binary.BigEndian.Uint32(first[:]) >> (32 - smallest)
	var keys []string
	for part := range uint32(1) << max(0, smallest-prefix.Bits()) {
		var bytes [4]byte
		binary.BigEndian.PutUint32(bytes[:], (at+part)<<(32-smallest))
		keys = append(keys, fmt.Sprintf("addresses %s %s", vpc, netip.PrefixFrom(netip.AddrFrom4(bytes), smallest)))
	}
	return keys
}
