package parity

import (
	"slices"
	"strings"
)

// awaitedBySST are the types that a task cannot do without when it starts, and
// that none of the service's properties leads to; and the log that RDS would make
// itself if it came later than the cluster. Pulumi keeps the order of all
// references by itself, so only these are looked at.
var awaitedBySST = []string{
	"aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
	"aws:ec2/route:Route", "aws:ec2/natGateway:NatGateway", "aws:ec2/vpcEndpoint:VpcEndpoint", "aws:rds/clusterInstance:ClusterInstance",
	"aws:cloudwatch/logGroup:LogGroup",
}

// waits are what a thing is made after, in SST each once.
func waits(t *thing, byKey map[string]*thing) []string {
	template := strings.HasPrefix(t.Type, "AWS::")
	if !template && t.Type != "aws:ecs/service:Service" && t.Type != "aws:rds/cluster:Cluster" {
		return nil
	}
	var out []string
	for _, key := range t.Waits {
		if other := byKey[key]; other != nil && (template || slices.Contains(awaitedBySST, other.Type)) {
			for _, owner := range other.owners(byKey) {
				if slices.Contains([]string{"opening", "route"}, other.kind.label) {
					owner += ": " + strings.Join(resolved(other.seen[len(other.seen)-1].value, byKey), ", ")
				}
				out = append(out, owner)
			}
		}
	}
	if !template {
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out
}
