package cfn

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	loadBalancer = "LoadBalancer"
	listener     = "Listener"     // suffix
	listenerRule = "ListenerRule" // suffix
	targetGroup  = "TargetGroup"  // suffix

	// The listeners of ports 80 and 443. They are named by port, so that a stage
	// that gets or loses its domain never asks for one port twice.
	httpListener  = "HttpListener"
	httpsListener = "HttpsListener"
)

// titles are the endpoints' names in logical ids.
var titles = map[stack.EndpointKind]string{
	stack.HTTP: "Http", stack.WebSocket: "WebSocket", stack.SSE: "Sse", stack.Shards: "Shards",
}

func title(kind stack.EndpointKind) string {
	name, ok := titles[kind]
	if !ok {
		panic("cfn: endpoint of unknown kind " + string(kind))
	}
	return name
}

// balancer adds the load balancer, its target groups and its listeners.
func (t *template) balancer() {
	t.section("Load balancer. Only the HTTP port answers health checks (WebSocket closes them,\n" +
		"SSE streams forever), so every target group asks there.")
	for _, e := range t.Balancer.Endpoints {
		t.targetGroup(e)
	}
	if !t.OwnBalancer() {
		t.sharedRules()
		return
	}
	attributes := append([]*aws.ELBv2LoadBalancer_LoadBalancerAttribute{
		balancerAttribute("idle_timeout.timeout_seconds", aws.Str(strconv.Itoa(t.Balancer.IdleTimeout)).Note("quiet sockets stay open")),
		balancerAttribute("deletion_protection.enabled", aws.Str(strconv.FormatBool(t.Protect))),
		balancerAttribute("routing.http.drop_invalid_header_fields.enabled", aws.Str(strconv.FormatBool(t.Balancer.DropInvalidHeaders))),
		balancerAttribute("routing.http.desync_mitigation_mode", aws.Str(t.Balancer.Desync)),
	}, t.balancerLogs()...)
	var dependsOn []string
	if t.Network.Made() {
		dependsOn = append(dependsOn, gatewayAttachment)
	}
	if t.AccessLogs.Given() {
		dependsOn = append(dependsOn, accessLogsPolicy) // the load balancer tries to write
	}
	t.add(resource.Resource{ID: loadBalancer, DependsOn: dependsOn}, &aws.ELBv2LoadBalancer{
		LoadBalancerAttributes: attributes,
		Scheme:                 aws.Str("internet-facing"),
		SecurityGroups:         []aws.Value{aws.GetAtt(balancerGroup, "GroupId")},
		Subnets:                t.publicSubnets(),
		Type:                   aws.Str("application"),
		Tags:                   t.tags,
	})
	if t.Balancer.Redirect {
		t.redirect()
	}
	if t.Balancer.SinglePort {
		t.singleListener()
		return
	}
	for _, e := range t.Balancer.Endpoints {
		t.listener(e)
	}
}

// targetGroupID is the logical id of an endpoint's target group. A group belongs
// to one load balancer: on another one it is another group.
func (t *template) targetGroupID(e stack.Endpoint) string {
	id := title(e.Kind) + targetGroup
	if t.OwnBalancer() {
		return id
	}
	return id + strings.ToUpper(t.Balancer.Shared.Mark())
}

func (t *template) targetGroup(e stack.Endpoint) {
	attributes := []*aws.ELBv2TargetGroup_TargetGroupAttribute{
		groupAttribute("deregistration_delay.timeout_seconds", strconv.Itoa(t.Service.Drain)),
	}
	if e.Sticky {
		attributes = append(attributes,
			groupAttribute("stickiness.enabled", "true"),
			groupAttribute("stickiness.type", "lb_cookie"),
			groupAttribute("stickiness.lb_cookie.duration_seconds", strconv.Itoa(t.Balancer.StickyDuration)))
	}
	health := t.Balancer.Health
	t.plain(t.targetGroupID(e), &aws.ELBv2TargetGroup{
		HealthCheckIntervalSeconds: aws.Int(health.Interval),
		HealthCheckPath:            aws.Str(health.Path),
		HealthCheckPort:            aws.Str(strconv.Itoa(health.Port)),
		HealthCheckProtocol:        aws.Str(health.Protocol),
		HealthCheckTimeoutSeconds:  aws.Int(health.Timeout),
		HealthyThresholdCount:      aws.Int(health.Healthy),
		Matcher:                    &aws.ELBv2TargetGroup_Matcher{HttpCode: aws.Str(health.Codes)},
		Port:                       aws.Int(e.Container),
		Protocol:                   aws.Str("HTTP"),
		TargetGroupAttributes:      attributes,
		TargetType:                 aws.Str("ip"),
		UnhealthyThresholdCount:    aws.Int(health.Unhealthy),
		VpcId:                      t.vpcID(),
		Tags:                       t.tags,
	})
}

// redirect sends plain HTTP to HTTPS.
func (t *template) redirect() {
	t.plain(httpListener, &aws.ELBv2Listener{
		LoadBalancerArn: aws.Ref(loadBalancer),
		DefaultActions: []*aws.ELBv2Listener_Action{{
			Type: aws.Str("redirect"),
			RedirectConfig: &aws.ELBv2Listener_RedirectConfig{
				StatusCode: aws.Str("HTTP_301"),
				Port:       aws.Str(strconv.Itoa(stack.HTTPSPort)),
				Protocol:   aws.Str("HTTPS"),
			},
		}},
		Port:     aws.Int(stack.HTTPPort),
		Protocol: aws.Str("HTTP"),
	})
}

// listener adds the listener of one endpoint.
func (t *template) listener(e stack.Endpoint) {
	l := &aws.ELBv2Listener{
		LoadBalancerArn: aws.Ref(loadBalancer),
		DefaultActions: []*aws.ELBv2Listener_Action{{
			Type: aws.Str("forward"), TargetGroupArn: aws.Ref(t.targetGroupID(e)),
		}},
		Port:     aws.Int(e.Listener),
		Protocol: aws.Str("HTTP"),
	}
	if t.Secure() {
		l.Protocol = aws.Str("HTTPS")
		l.SslPolicy = aws.Str(t.Balancer.TLSPolicy)
		l.Certificates = []*aws.ELBv2Listener_Certificate{{CertificateArn: t.certificateRef()}}
	}
	t.plain(t.listenerID(e), l)
}

// listenerID is the logical id of an endpoint's listener.
func (t *template) listenerID(e stack.Endpoint) string {
	switch {
	case e.Kind != stack.HTTP:
		return title(e.Kind) + listener
	case t.Secure():
		return httpsListener
	}
	return httpListener
}

// singleListener adds one listener for all endpoints and the rules that tell
// them apart.
func (t *template) singleListener() {
	http := t.Balancer.Endpoints[0]
	t.listener(http)
	for _, e := range t.Balancer.Rules() {
		if e.Priority > 0 {
			t.rule(e, aws.Ref(t.listenerID(http)), aws.Int(e.Priority), ruleConditions(e))
		}
	}
}

// ruleConditions tell a request for an endpoint from others at the same port.
func ruleConditions(e stack.Endpoint) []*aws.ELBv2ListenerRule_RuleCondition {
	var conditions []*aws.ELBv2ListenerRule_RuleCondition
	for _, c := range e.Conditions {
		conditions = append(conditions, condition(c))
	}
	return conditions
}

func condition(c stack.Condition) *aws.ELBv2ListenerRule_RuleCondition {
	switch {
	case c.Header != "":
		return &aws.ELBv2ListenerRule_RuleCondition{
			Field: aws.Str("http-header"),
			HttpHeaderConfig: &aws.ELBv2ListenerRule_HttpHeaderConfig{
				HttpHeaderName: aws.Str(c.Header), Values: aws.Strs(c.Value),
			},
		}
	case c.Query != "":
		return &aws.ELBv2ListenerRule_RuleCondition{
			Field: aws.Str("query-string"),
			QueryStringConfig: &aws.ELBv2ListenerRule_QueryStringConfig{
				Values: []*aws.ELBv2ListenerRule_QueryStringKeyValue{{Key: aws.Str(c.Query), Value: aws.Str(c.Value)}},
			},
		}
	}
	return &aws.ELBv2ListenerRule_RuleCondition{
		Field:             aws.Str("path-pattern"),
		PathPatternConfig: &aws.ELBv2ListenerRule_PathPatternConfig{Values: aws.Strs(c.Path)},
	}
}

// ruleID is the logical id of an endpoint's rule. A priority has one rule: on a
// shared listener a rule is called after it, so that no rule gets the priority
// that another one still has when all of them move.
func (t *template) ruleID(e stack.Endpoint) string {
	if t.OwnBalancer() || t.Stage.Pattern {
		return title(e.Kind) + listenerRule
	}
	return listenerRule + strconv.Itoa(t.Balancer.Shared.Priority+e.Order)
}

// rule sends the requests that the conditions tell to an endpoint.
func (t *template) rule(e stack.Endpoint, listener, priority aws.Value, conditions []*aws.ELBv2ListenerRule_RuleCondition) {
	t.plain(t.ruleID(e), &aws.ELBv2ListenerRule{
		Actions: []*aws.ELBv2ListenerRule_Action{{
			Type: aws.Str("forward"), TargetGroupArn: aws.Ref(t.targetGroupID(e)),
		}},
		Conditions:  conditions,
		ListenerArn: listener,
		Priority:    priority,
	})
}

// listeners are the ids of what ties a target group to the load balancer.
func (t *template) listeners() []string {
	var ids []string
	for i, e := range t.Balancer.Endpoints {
		if !t.OwnBalancer() || t.Balancer.SinglePort && i > 0 {
			ids = append(ids, t.ruleID(e))
		} else {
			ids = append(ids, t.listenerID(e))
		}
	}
	return ids
}

func balancerAttribute(key string, value aws.Value) *aws.ELBv2LoadBalancer_LoadBalancerAttribute {
	return &aws.ELBv2LoadBalancer_LoadBalancerAttribute{Key: aws.Str(key), Value: value}
}

func groupAttribute(key, value string) *aws.ELBv2TargetGroup_TargetGroupAttribute {
	return &aws.ELBv2TargetGroup_TargetGroupAttribute{Key: aws.Str(key), Value: aws.Str(value)}
}
