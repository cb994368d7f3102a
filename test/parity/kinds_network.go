package parity

var network = []kind{
	{
		types: []string{"aws:ec2/vpc:Vpc", "AWS::EC2::VPC"}, name: "vpc",
		facts: []fact{{"addresses", "cidrblock", ""}, {"dns", "enablednssupport", "true"}, {"host names", "enablednshostnames", "false"}},
		own:   []string{"tags/name"},
	},
	{
		types: []string{"aws:ec2/subnet:Subnet", "AWS::EC2::Subnet"}, label: "subnet",
		facts: []fact{{"vpc", "vpcid", ""}, {"zone", "availabilityzone", ""}, {"addresses", "cidrblock", ""}, {"public by default", "mappubliciponlaunch", "false"}},
		own:   []string{"tags/name"},
	},
	{types: []string{"aws:ec2/internetGateway:InternetGateway", "AWS::EC2::InternetGateway"}, name: "internet gateway", facts: []fact{{"vpc", "vpcid", ""}}, own: []string{"tags/name"}},
	{types: []string{"AWS::EC2::VPCGatewayAttachment"}, of: "internetgatewayid", facts: []fact{{"vpc", "vpcid", ""}}},
	{types: []string{"aws:ec2/routeTable:RouteTable", "AWS::EC2::RouteTable"}, label: "routes", facts: []fact{{"routes' vpc", "vpcid", ""}}, more: routes, rest: "routes", own: []string{"tags/name"}},
	{types: []string{"aws:ec2/route:Route", "AWS::EC2::Route"}, label: "route", of: "routetableid", more: route, rest: "destinationcidrblock gatewayid natgatewayid instanceid networkinterfaceid"},
	{types: []string{"aws:ec2/routeTableAssociation:RouteTableAssociation", "AWS::EC2::SubnetRouteTableAssociation"}, label: "association", of: "subnetid", rest: "routetableid"},
	{
		types: []string{"aws:ec2/vpcEndpoint:VpcEndpoint", "AWS::EC2::VPCEndpoint"}, name: "endpoint", key: "servicename",
		facts: []fact{
			{"vpc", "vpcid", ""}, {"type", "vpcendpointtype", "Gateway"}, {"routes", "routetableids", ""}, {"subnet", "subnetids", ""}, {"firewall", "securitygroupids", ""},
			{"private names", "privatednsenabled", "false"},
		},
	},
	{types: []string{"aws:ec2/eip:Eip", "AWS::EC2::EIP"}, name: "fixed address", facts: []fact{{"in", "domain", ""}}, own: []string{"tags/name?"}},
	{types: []string{"aws:ec2/eipAssociation:EipAssociation"}, of: "instanceid", facts: []fact{{"address", "allocationid", ""}}},
	{types: []string{"aws:ec2/natGateway:NatGateway", "AWS::EC2::NatGateway"}, name: "nat gateway in", key: "subnetid", facts: []fact{{"address", "allocationid", ""}}, own: []string{"tags/name?"}},
	{
		types: []string{"aws:ec2/instance:Instance", "AWS::EC2::Instance"}, name: "nat instance in", key: "subnetid|networkinterfaces/0/subnetid",
		facts: []fact{
			{"type", "instancetype", ""}, {"firewall", "vpcsecuritygroupids|networkinterfaces/0/groupset", ""}, {"forwards", "sourcedestcheck", "true"},
			{"encrypted", "rootblockdevice/encrypted|blockdevicemappings/0/ebs/encrypted", "false"}, {"metadata tokens", "metadataoptions/httptokens", "optional"},
			{"profile", "iaminstanceprofile", ""}, {"public address", "networkinterfaces/0/associatepublicipaddress", ""}, {"image", "ami|imageid", ""},
			{"volume", "blockdevicemappings/0/ebs/volumetype", ""}, {"volume in GiB", "blockdevicemappings/0/ebs/volumesize", ""},
			{"volume at", "blockdevicemappings/0/devicename", ""}, {"interface", "networkinterfaces/0/deviceindex", ""}, {"metadata", "metadataoptions/httpendpoint", "enabled"},
			{"starts with", "userdata", ""},
		},
		own: []string{"tags/name=Vpc NAT Instance"},
	},
	{types: []string{"aws:iam/instanceProfile:InstanceProfile"}, name: "instance profile", facts: []fact{{"role", "role", ""}}},
	{types: []string{"aws:ec2/securityGroup:SecurityGroup", "AWS::EC2::SecurityGroup"}, facts: []fact{{"vpc", "vpcid", ""}, {"called", "description|groupdescription", ""}}, more: firewall, rest: "ingress egress securitygroupingress securitygroupegress", own: []string{"tags/name?"}},
	{types: []string{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"}, label: "opening", of: "securitygroupid", more: opening, rest: "fromport toport ipprotocol referencedsecuritygroupid cidripv4 cidripv6 description"},
	{types: []string{"AWS::EC2::SecurityGroupIngress"}, label: "opening", of: "groupid", more: opening, rest: "fromport toport ipprotocol sourcesecuritygroupid cidrip cidripv6 description"},
	{types: []string{"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"}, name: "default firewall", facts: []fact{{"vpc", "vpcid", ""}}, more: firewall, rest: "ingress egress", own: []string{"tags/name"}},
	{
		types: []string{"aws:ec2/flowLog:FlowLog", "AWS::EC2::FlowLog"}, name: "flow log",
		facts: []fact{
			{"of", "vpcid|resourceid", ""}, {"records", "traffictype", ""}, {"role", "iamrolearn|deliverlogspermissionarn", ""}, {"log", "logdestination|loggroupname", ""},
			{"to", "logdestinationtype", "cloud-watch-logs"}, {"what", "resourcetype", "VPC"},
		},
	},
}

var edge = []kind{
	{
		types: []string{"aws:lb/loadBalancer:LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"}, name: "load balancer",
		facts: []fact{
			{"type", "loadbalancertype|type", "application"}, {"internal", "internal|scheme", ""}, {"firewall", "securitygroups", ""}, {"subnet", "subnets", ""},
			{"idle seconds", "idletimeout|loadbalancerattributes/idle_timeout.timeout_seconds", "60"},
			{"protected", "enabledeletionprotection|loadbalancerattributes/deletion_protection.enabled", "false"},
			{"drops invalid headers", "dropinvalidheaderfields|loadbalancerattributes/routing.http.drop_invalid_header_fields.enabled", "false"},
			{"desync", "desyncmitigationmode|loadbalancerattributes/routing.http.desync_mitigation_mode", "defensive"},
			{"across zones", "enablecrosszoneloadbalancing|loadbalancerattributes/load_balancing.cross_zone.enabled", "true"},
			{"logs", "accesslogs/enabled|loadbalancerattributes/access_logs.s3.enabled", "false"},
			{"logs to", "accesslogs/bucket|loadbalancerattributes/access_logs.s3.bucket", ""},
			{"logs under", "accesslogs/prefix|loadbalancerattributes/access_logs.s3.prefix", ""},
		},
		own: []string{"name"},
	},
	{
		types: []string{"aws:lb/targetGroup:TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"}, name: "target", key: "port",
		facts: []fact{
			{"vpc", "vpcid", ""}, {"protocol", "protocol", ""}, {"targets", "targettype", "instance"}, {"named", "nameprefix|", ""},
			{"drain seconds", "deregistrationdelay|targetgroupattributes/deregistration_delay.timeout_seconds", "300"},
			{"sticky", "stickiness/enabled|targetgroupattributes/stickiness.enabled", "false"},
			{"sticky by", "stickiness/type|targetgroupattributes/stickiness.type", ""},
			{"sticky seconds", "stickiness/cookieduration|targetgroupattributes/stickiness.lb_cookie.duration_seconds", ""},
			{"health protocol", "healthcheck/protocol|healthcheckprotocol", "HTTP"}, {"health port", "healthcheck/port|healthcheckport", "traffic-port"},
			{"health path", "healthcheck/path|healthcheckpath", "/"}, {"health codes", "healthcheck/matcher|matcher/httpcode", "200"},
			{"health interval", "healthcheck/interval|healthcheckintervalseconds", "30"}, {"health timeout", "healthcheck/timeout|healthchecktimeoutseconds", "5"},
			{"healthy after", "healthcheck/healthythreshold|healthythresholdcount", "5"}, {"unhealthy after", "healthcheck/unhealthythreshold|unhealthythresholdcount", "2"},
		},
	},
	{
		types: []string{"aws:lb/listener:Listener", "AWS::ElasticLoadBalancingV2::Listener"}, name: "listener", key: "port",
		facts: []fact{{"of", "loadbalancerarn", ""}, {"protocol", "protocol", ""}, {"tls", "sslpolicy", ""}, {"certificate", "certificatearn|certificates/0/certificatearn", ""}},
		more:  action, rest: "defaultactions",
	},
	{types: []string{"aws:lb/listenerCertificate:ListenerCertificate", "AWS::ElasticLoadBalancingV2::ListenerCertificate"}, label: "listener certificate", of: "listenerarn", facts: []fact{{"further certificate", "certificatearn|certificates/0/certificatearn", ""}}},
	{types: []string{"aws:lb/listenerRule:ListenerRule", "AWS::ElasticLoadBalancingV2::ListenerRule"}, of: "listenerarn", more: rule, rest: "conditions actions priority"},
	{
		types: []string{"aws:acm/certificate:Certificate", "AWS::CertificateManager::Certificate"},
		facts: []fact{{"name", "domainname", ""}, {"further name", "subjectalternativenames", ""}, {"proved by", "validationmethod", ""}, {"region", "region", ""}, {"proof", "domainvalidationoptions", ""}},
	},
	{types: []string{"aws:acm/certificateValidation:CertificateValidation"}, of: "certificatearn", facts: []fact{{"awaited in", "region", ""}}, more: awaited},
	{types: []string{"aws:route53/record:Record", "cloudflare:index/dnsRecord:DnsRecord", "vercel:index/dnsRecord:DnsRecord"}, name: "dns", facts: []fact{{"asked in", "region", ""}}, more: record, rest: "name type aliases records ttl zoneid content proxied domain value"},
	{types: []string{"AWS::Route53::RecordSetGroup"}, name: "dns", more: recordSets, rest: "hostedzoneid recordsets"},
	{
		types: []string{"aws:cloudfront/distribution:Distribution", "AWS::CloudFront::Distribution"}, name: "cdn",
		facts: []fact{
			{"enabled", "enabled|distributionconfig/enabled", ""}, {"name", "aliases|distributionconfig/aliases", ""}, {"http", "httpversion|distributionconfig/httpversion", "http2"},
			{"ipv6", "isipv6enabled|distributionconfig/ipv6enabled", "false"}, {"prices", "priceclass|distributionconfig/priceclass", "PriceClass_All"},
			{"certificate", "viewercertificate/acmcertificatearn|distributionconfig/viewercertificate/acmcertificatearn", ""},
			{"cloudfront.net's certificate", "viewercertificate/cloudfrontdefaultcertificate|distributionconfig/viewercertificate/cloudfrontdefaultcertificate", "false"},
			{"viewers' tls", "viewercertificate/minimumprotocolversion|distributionconfig/viewercertificate/minimumprotocolversion", ""},
			{"viewers' name by", "viewercertificate/sslsupportmethod|distributionconfig/viewercertificate/sslsupportmethod", ""},
			{"countries", "restrictions/georestriction/restrictiontype|distributionconfig/restrictions/georestriction/restrictiontype", "none"},
			{"logs to", "loggingconfig/bucket|distributionconfig/logging/bucket", ""}, {"logs under", "loggingconfig/prefix|distributionconfig/logging/prefix", ""},
			{"logs cookies", "loggingconfig/includecookies|distributionconfig/logging/includecookies", ""}, {"region", "region", ""},
		},
		more: behaviours, rest: "origins defaultcachebehavior orderedcachebehaviors customerrorresponses distributionconfig/customerrorresponses distributionconfig/origins distributionconfig/defaultcachebehavior distributionconfig/cachebehaviors distributionconfig/comment",
		own: []string{"waitfordeployment=false"},
	},
	{types: []string{"pulumi-nodejs:dynamic:Resource"}, name: "zone", more: lookup, rest: "domain accountid distributionid wait zoneid name type data value"},
}
