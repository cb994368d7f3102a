package transition

import (
	"fmt"
	"net/netip"
)

// What AWS allows only once, as both clouds say it.

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

// addressKeys are the parts of a range of addresses.
func addressKeys(vpc, cidr string) []string {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		panic("transition: " + err.Error())
	}
	var keys []string
	for a := prefix.Addr(); prefix.Contains(a); {
		part := netip.PrefixFrom(a, smallest)
		keys = append(keys, fmt.Sprintf("addresses %s %s", vpc, part))
		for range 1 << (32 - smallest) {
			a = a.Next()
		}
	}
	return keys
}
