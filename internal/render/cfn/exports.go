package cfn

import "github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"

// What an owner exports besides logical ids of its own.
const (
	balancerDNSName = "LoadBalancerDnsName"
	balancerMetric  = "LoadBalancerFullName"
)

// exportName is what a stage exports something by. Exports are known in the
// whole account and Region, so app and stage are part of it.
func exportName(app, stage, id string) string { return app + "-" + stage + "-" + id }

// exports adds what stages on this load balancer need to know of it.
// CloudFormation refuses to delete or to replace what is exported while some
// stack imports it:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
func (t *template) exports() {
	if len(t.Balancer.Guests) == 0 {
		return
	}
	export := func(id, description string, value aws.Value) {
		t.export("Shared"+id, description+", for the stages that share it", value,
			aws.Map(aws.Member{Name: "Name", Value: aws.Str(exportName(t.App, t.Stage.Name, id))}))
	}
	export(balancerMetric, "Load balancer as metrics call it", aws.GetAtt(loadBalancer, "LoadBalancerFullName"))
	export(balancerDNSName, "Name of the load balancer", aws.GetAtt(loadBalancer, "DNSName"))
	export(httpsListener, "Listener of HTTPS", aws.Ref(httpsListener))
	export(balancerGroup, "Security group of the load balancer", aws.GetAtt(balancerGroup, "GroupId"))
	export(guestGroup, "Security group that the load balancer reaches", aws.GetAtt(guestGroup, "GroupId"))
	if !t.Network.Made() {
		return
	}
	export(vpc, "VPC", aws.Ref(vpc))
	for _, subnet := range append(t.zones(publicSubnet), t.zones(privateSubnet)...) {
		export(subnet, "Subnet", aws.Ref(subnet))
	}
}

// imported is what the owner of the shared load balancer exports.
func (t *template) imported(id string) aws.Value {
	return aws.ImportValue(exportName(t.App, t.Balancer.Shared.Owner, id))
}

// importedAll imports one value for each id.
func (t *template) importedAll(ids []string) []aws.Value {
	values := make([]aws.Value, len(ids))
	for i, id := range ids {
		values[i] = t.imported(id)
	}
	return values
}
