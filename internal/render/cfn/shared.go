package cfn

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const sharedCertificate = "ListenerCertificate"

// sharedRules adds the stage's certificate and rules to the shared listener.
func (t *template) sharedRules() {
	listener := t.sharedListener()
	if t.Domain.Certificate != "" {
		t.plain(sharedCertificate, &aws.ELBv2ListenerCertificate{
			Certificates: []*aws.ELBv2ListenerCertificate_Certificate{{CertificateArn: t.certificateRef()}},
			ListenerArn:  listener,
		})
	}
	if t.Stage.Pattern {
		t.parameter(parameter{
			ID: ruleSlot, Group: deploymentGroup, Type: "String", Pattern: `^([1-9][0-9]{0,2}|[1-4][0-9]{3})$`,
			Complaint:   "must be a number from 1 to 4999",
			Description: "Place of the stage's rules on the shared listener, one that no other stage has: their priorities are this number with another digit",
		})
	}
	hosts := &aws.ELBv2ListenerRule_RuleCondition{
		Field:            aws.Str("host-header"),
		HostHeaderConfig: &aws.ELBv2ListenerRule_HostHeaderConfig{Values: texts(t.names())},
	}
	for _, e := range t.Balancer.Rules() {
		t.rule(e, listener, t.rulePriority(e), append([]*aws.ELBv2ListenerRule_RuleCondition{hosts}, ruleConditions(e)...))
	}
}

// rulePriority is that of an endpoint's rule on the shared listener. A template
// cannot add numbers, so a stage whose name is not known yet puts a digit behind
// the place it is given.
func (t *template) rulePriority(e stack.Endpoint) aws.Value {
	if t.Stage.Pattern {
		return aws.Sub("${" + ruleSlot + "}" + strconv.Itoa(e.Order))
	}
	return aws.Int(t.Balancer.Shared.Priority + e.Order)
}

// balancerName is the host name of the load balancer.
func (t *template) balancerName() aws.Value {
	if t.OwnBalancer() {
		return aws.GetAtt(loadBalancer, "DNSName")
	}
	if t.Balancer.Shared.Owner != "" {
		return t.imported(balancerDNSName)
	}
	return aws.Str(t.Balancer.Shared.DNSName)
}

// balancerFullName is the load balancer as metrics call it: "app/name/id".
func (t *template) balancerFullName() aws.Value {
	switch {
	case t.OwnBalancer():
		return aws.GetAtt(loadBalancer, "LoadBalancerFullName")
	case t.Balancer.Shared.Owner != "":
		return t.imported(balancerMetric)
	}
	_, name, _ := strings.Cut(t.Balancer.Shared.ARN, ":loadbalancer/")
	return aws.Str(name)
}

// requestLabel is how the metric of requests calls a target group: it is that of
// one load balancer.
func (t *template) requestLabel(group string) aws.Value {
	switch {
	case t.OwnBalancer():
		return aws.Sub("${" + loadBalancer + ".LoadBalancerFullName}/${" + group + ".TargetGroupFullName}")
	case t.Balancer.Shared.Owner != "":
		return aws.Join(t.balancerFullName(), aws.Str("/"), aws.GetAtt(group, "TargetGroupFullName"))
	}
	_, name, _ := strings.Cut(t.Balancer.Shared.ARN, ":loadbalancer/")
	return aws.Sub(name + "/${" + group + ".TargetGroupFullName}")
}

// sharedListener is the listener that takes the stage's rules.
func (t *template) sharedListener() aws.Value {
	if t.Balancer.Shared.Owner != "" {
		return t.imported(httpsListener)
	}
	return aws.Str(t.Balancer.Shared.Listener)
}

// balancerZone is the hosted zone that aliases of the load balancer name; absent
// where it is not known.
func (t *template) balancerZone() aws.Value {
	if t.OwnBalancer() {
		return aws.GetAtt(loadBalancer, "CanonicalHostedZoneID")
	}
	if zone, ok := balancerZones[t.Region]; ok {
		return aws.Str(zone)
	}
	return aws.Value{}
}

// balancerZones are Elastic Load Balancing's own hosted zones for application
// load balancers, by Region.
// https://docs.aws.amazon.com/general/latest/gr/elb.html
var balancerZones = map[string]string{
	"af-south-1":     "Z268VQBMOI5EKX",
	"ap-east-1":      "Z3DQVH9N71FHZ0",
	"ap-northeast-1": "Z14GRHDCWA56QT",
	"ap-northeast-2": "ZWKZPGTI48KDX",
	"ap-northeast-3": "Z5LXEXXYW11ES",
	"ap-south-1":     "ZP97RAFLXTNZK",
	"ap-south-2":     "Z0173938T07WNTVAEPZN",
	"ap-southeast-1": "Z1LMS91P8CMLE5",
	"ap-southeast-2": "Z1GM3OXH4ZPM65",
	"ap-southeast-3": "Z08888821HLRG5A9ZRTER",
	"ca-central-1":   "ZQSVJUPU6J1EY",
	"eu-central-1":   "Z215JYRZR1TBD5",
	"eu-central-2":   "Z06391101F2ZOEP8P5EB3",
	"eu-north-1":     "Z23TAZ6LKFMNIO",
	"eu-south-1":     "Z3ULH7SSC9OV64",
	"eu-south-2":     "Z0956581394HF5D5LXGAP",
	"eu-west-1":      "Z32O12XQLNTSW2",
	"eu-west-2":      "ZHURV8PSTC4K8",
	"eu-west-3":      "Z3Q77PNBQS71R4",
	"me-central-1":   "Z08230872XQRWHG2XF6I",
	"me-south-1":     "ZS929ML54UICD",
	"sa-east-1":      "Z2P70J7HTTTPLU",
	"us-east-1":      "Z35SXDOTRQ7X7K",
	"us-east-2":      "Z3AADJGX6KTTL2",
	"us-west-1":      "Z368ELLRRE2KJ0",
	"us-west-2":      "Z1H1FL5HABSF5",
}
