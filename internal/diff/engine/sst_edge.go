package engine

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// logical is SST's logicalName: a host as part of a resource's name.
func logical(host string) string {
	host = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, host)
	if host == "" {
		return ""
	}
	return strings.ToUpper(host[:1]) + host[1:]
}

// balancer are the load balancer, its target groups, listeners and rules, or what
// the stage has of a shared one.
func (b *builder) balancer() {
	lb := b.Balancer
	on, prefix := ref("PylonLoadBalancer"), "HTTP"
	if !b.OwnBalancer() {
		on, prefix = cmp.Or(lb.Shared.ARN, "the load balancer of "+lb.Shared.Owner), lb.Shared.Mark()
	}
	listener := cmp.Or(lb.Shared.Listener, "the listener of "+lb.Shared.Owner)
	for _, e := range lb.Endpoints {
		b.thing("aws:lb/targetGroup:TargetGroup", targetOf(e), nil, "namePrefix", prefix, "port", fmt.Sprint(e.Container), "vpcId", b.vpcID()).On = on
	}
	if !b.OwnBalancer() {
		first := lb.Shared.Priority
		if first == 0 {
			first = stack.RulePriority(b.App, b.stage)
		}
		for _, e := range lb.Rules() {
			priority := fmt.Sprint(first + e.Order)
			b.thing("aws:lb/listenerRule:ListenerRule", "PylonAlbRuleHTTPS443P"+priority, []string{ruleKey(listener, priority)}, "listenerArn", listener)
		}
		if certificate := b.Domain.Certificate; certificate != "" {
			b.thing("aws:lb/listenerCertificate:ListenerCertificate", "Certificate", []string{certificateKey(listener, certificate)}, "listenerArn", listener, "certificateArn", certificate)
		}
		return
	}
	t := b.thing("aws:lb/loadBalancer:LoadBalancer", "PylonLoadBalancer", nil)
	t.On = b.vpcID()
	if b.Protect {
		t.Guards = []string{"deletion protection"}
	}
	b.thing("aws:ec2/securityGroup:SecurityGroup", "PylonLoadBalancerSecurityGroup", nil, "description", "Managed by SST", "vpcId", b.vpcID())
	if lb.Redirect {
		b.listener("HTTP80", stack.HTTPPort)
	}
	for _, e := range lb.Endpoints {
		name := fmt.Sprintf("HTTP%d", e.Listener)
		if e.Listener == stack.HTTPSPort {
			name = "HTTPS443"
		}
		if lb.SinglePort && e.Priority > 0 {
			priority := fmt.Sprint(e.Priority)
			b.thing("aws:lb/listenerRule:ListenerRule", "PylonListener"+name+"Rule"+priority, []string{ruleKey(ref("PylonListener"+name), priority)}, "listenerArn", ref("PylonListener"+name))
			continue
		}
		b.listener(name, e.Listener)
	}
}

func targetOf(e stack.Endpoint) string { return fmt.Sprintf("PylonTargetPylonHTTP%d", e.Container) }

func (b *builder) listener(name string, port int) {
	t := b.thing("aws:lb/listener:Listener", "PylonListener"+name, []string{listenerKey(ref("PylonLoadBalancer"), fmt.Sprint(port))}, "loadBalancerArn", ref("PylonLoadBalancer"))
	if b.MakesCertificate() && name != "HTTP80" { // a parameter of the template may hold it instead
		t.Properties["Certificates"] = ref("PylonSslCertificate")
	}
}

// names are certificates and records of the stage's names and of the CDN's.
func (b *builder) names() {
	d := b.Domain
	if !d.Given() {
		return
	}
	hosts := []string{d.Name.Fill(b.stage)}
	for _, alias := range d.Aliases {
		hosts = append(hosts, alias.Fill(b.stage))
	}
	if b.OwnBalancer() && d.Certificate == "" {
		b.certificate("PylonSsl", hosts...)
	}
	for _, host := range hosts {
		b.records("Pylon", host)
	}
	if b.CDN.Domain == "" {
		return
	}
	host := b.CDN.Domain.Fill(b.stage)
	if b.CDN.Certificate == "" {
		b.certificate("CdnSsl", host)
	}
	b.records("Cdn", host)
}

func (b *builder) certificate(name string, hosts ...string) {
	b.thing("aws:acm/certificate:Certificate", name+"Certificate", nil, "domainName", hosts[0], "subjectAlternativeNames", strings.Join(hosts[1:], " "))
	b.thing("aws:acm/certificateValidation:CertificateValidation", name+"Validation", nil, "certificateArn", ref(name+"Certificate"))
}

// records are those of a name: aliases in Route 53, a canonical name elsewhere.
func (b *builder) records(prefix, host string) {
	add := func(kind, record string) {
		b.thing(kind, prefix+record+"Record"+logical(host), []string{recordKey(b.Domain.Zone, host, record)}, "name", host, "type", record, "zoneId", cmp.Or(b.Domain.Zone, "looked up"))
	}
	switch b.Domain.DNS {
	case stack.Route53:
		add("aws:route53/record:Record", "A")
		add("aws:route53/record:Record", "AAAA")
	case stack.Cloudflare:
		add("cloudflare:index/dnsRecord:DnsRecord", "CNAME")
	case stack.Vercel:
		add("vercel:index/dnsRecord:DnsRecord", "CNAME")
	}
}

// service are cluster, task, service, roles and scaling.
func (b *builder) service() {
	b.thing("aws:ecs/cluster:Cluster", "ClusterCluster", nil)
	b.thing("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "ClusterCapacityProviders", nil, "clusterName", ref("ClusterCluster"))
	b.thing("aws:ecs/service:Service", "PylonService", nil, "cluster", ref("ClusterCluster"), "launchType", "")
	// The task has the versions of its secrets: it changes with them.
	versions := ""
	for _, t := range b.things {
		if t.Type == "aws:secretsmanager/secretVersion:SecretVersion" && t.Twin != "" {
			versions += ref(t.Name)
		}
	}
	b.thing("aws:ecs/taskDefinition:TaskDefinition", "PylonTask", nil).Properties["Secrets"] = versions
	b.thing("aws:iam/role:Role", "PylonExecutionRole", nil)
	b.thing("aws:iam/role:Role", "PylonTaskRole", nil)
	log := "/pylon/" + b.App + "/" + b.stage + "/" + ref("ServiceSecurityGroup")
	b.data(b.thing("aws:cloudwatch/logGroup:LogGroup", "PylonLogGroupPylon", named("log", log))) // SST ignores another name
	b.thing("aws:appautoscaling/target:Target", "PylonAutoScalingTarget", nil, "resourceId", "service/"+ref("ClusterCluster")+"/"+ref("PylonService"))
	c := b.Service.Scaling
	for name, target := range map[string]int{"Cpu": c.CPU, "Memory": c.Memory, "RequestCount": c.Requests} {
		if target > 0 {
			b.thing("aws:appautoscaling/policy:Policy", "PylonAutoScaling"+name+"Policy", nil, "resourceId", ref("PylonAutoScalingTarget"))
		}
	}
}

func (b *builder) cdn() {
	if !b.CDN.Enabled {
		return
	}
	t := b.thing("aws:cloudfront/distribution:Distribution", "CdnDistribution", nil)
	if b.CDN.Domain != "" {
		t.Keys = []string{namedKey("alias", b.CDN.Domain.Fill(b.stage))}
	}
}

// strict is what strict hardening adds.
func (b *builder) strict() {
	if b.Key.Given() {
		b.data(b.thing("aws:kms/key:Key", "Key", nil))
	}
	if b.AccessLogs.Given() {
		b.bucket("AccessLogs", "PublicAccessBlock", "Policy", "Lifecycle", "Versioning", "Ownership")
	}
	if b.FlowLog.Given() {
		b.data(b.thing("aws:cloudwatch/logGroup:LogGroup", "FlowLogs", nil))
		b.thing("aws:ec2/flowLog:FlowLog", "FlowLog", nil, "vpcId", b.vpcID(), "logDestination", ref("FlowLogs"))
		b.thing("aws:iam/role:Role", "FlowLogsRole", nil)
	}
	if b.WebACL.Given() {
		b.thing("aws:wafv2/webAcl:WebAcl", "WebAcl", nil)
		b.thing("aws:wafv2/webAclAssociation:WebAclAssociation", "WebAclAssociation", []string{namedKey("web acl of", ref("PylonLoadBalancer"))}, "resourceArn", ref("PylonLoadBalancer"), "webAclArn", ref("WebAcl"))
		b.data(b.thing("aws:cloudwatch/logGroup:LogGroup", "WebAclLog", nil))
		b.thing("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "WebAclLogging", []string{namedKey("logs of", ref("WebAcl"))}, "resourceArn", ref("WebAcl"))
	}
}

func (b *builder) alarms() {
	if !b.Alarms.Wanted() {
		return
	}
	if b.Alarms.Topic == "" {
		b.thing("aws:sns/topic:Topic", "Alarms", nil)
		b.thing("aws:sns/topicPolicy:TopicPolicy", "AlarmsPolicy", nil, "arn", ref("Alarms"))
		b.thing("aws:sns/topicSubscription:TopicSubscription", "AlarmsEmail", nil, "topic", ref("Alarms"), "endpoint", b.Alarms.Email)
	}
	for _, name := range b.alarmNames() {
		b.thing("aws:cloudwatch/metricAlarm:MetricAlarm", name, nil)
	}
}

func (b *builder) alarmNames() []string {
	names := []string{"ServerErrors", "NoHealthyTask", "ServiceMemory"}
	if b.Database.Given() {
		names = append(names, "DatabaseCapacity")
	}
	if b.Cache.Given() {
		names = append(names, "CacheMemory")
	}
	return names
}
