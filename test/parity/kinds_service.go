package parity

// registry is where SST keeps the images of an account's apps.
const registry = Account + ".dkr.ecr.us-east-1.amazonaws.com"

var service = []kind{
	{types: []string{"aws:ecs/cluster:Cluster", "AWS::ECS::Cluster"}, name: "cluster", facts: []fact{{"insights", "settings/containerInsights|clustersettings/containerInsights", ""}, {"capacity", "capacityproviders", ""}}, own: []string{"name"}},
	{types: []string{"aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"}, of: "clustername", facts: []fact{{"capacity", "capacityproviders", ""}}},
	{
		types: []string{"aws:ecs/service:Service", "AWS::ECS::Service"}, name: "service",
		facts: []fact{
			{"cluster", "cluster", ""}, {"task", "taskdefinition", ""}, {"launch type", "launchtype", ""},
			{"stops a failing deployment", "deploymentcircuitbreaker/enable|deploymentconfiguration/deploymentcircuitbreaker/enable", "false"},
			{"rolls back", "deploymentcircuitbreaker/rollback|deploymentconfiguration/deploymentcircuitbreaker/rollback", "false"},
			{"most percent", "deploymentmaximumpercent|deploymentconfiguration/maximumpercent", "200"},
			{"least percent", "deploymentminimumhealthypercent|deploymentconfiguration/minimumhealthypercent", "100"},
			{"moves between zones", "availabilityzonerebalancing", "ENABLED"}, {"grace seconds", "healthcheckgraceperiodseconds", "0"},
			{"shell", "enableexecutecommand", "false"}, {"tags of ECS", "enableecsmanagedtags", "false"}, {"tags from", "propagatetags", "NONE"},
			{"firewall", "networkconfiguration/securitygroups|networkconfiguration/awsvpcconfiguration/securitygroups", ""},
			{"subnet", "networkconfiguration/subnets|networkconfiguration/awsvpcconfiguration/subnets", ""},
			{"public address", "networkconfiguration/assignpublicip|networkconfiguration/awsvpcconfiguration/assignpublicip", "false"},
			{"registered in", "serviceregistries/registryarn", ""},
		},
		more: placement, rest: "capacityproviderstrategies capacityproviderstrategy loadbalancers desiredcount",
		own: []string{"name", "waitforsteadystate=false", "forcenewdeployment=true"},
	},
	{
		types: []string{"aws:ecs/taskDefinition:TaskDefinition", "AWS::ECS::TaskDefinition"}, name: "task",
		facts: []fact{
			{"cpu", "cpu", ""}, {"memory", "memory", ""}, {"network", "networkmode", ""}, {"runs on", "requirescompatibilities", ""},
			{"architecture", "runtimeplatform/cpuarchitecture", ""}, {"system", "runtimeplatform/operatingsystemfamily", ""},
			{"execution role", "executionrolearn", ""}, {"role", "taskrolearn", ""},
		},
		more: containers, rest: "containerdefinitions volumes",
		own: []string{"family", "tracklatest=true"},
	},
	{
		types: []string{"docker-build:index:Image"}, name: "image",
		facts: []fact{{"platforms", "platforms", ""}, {"pushed", "push", ""}, {"linked", "secrets", ""}, {"registry", "registries", ""}}, more: build, rest: "context dockerfile",
		own: []string{
			"buildonpreview=true", "network=default", "tags=" + registry + "/sst-asset:Pylon", "cachefrom=registry ref " + registry + "/sst-asset:Pylon-cache",
			"cacheto=registry imagemanifest true, registry mode max, registry ocimediatypes true, registry ref " + registry + "/sst-asset:Pylon-cache",
		},
	},
	{
		types: []string{"aws:appautoscaling/target:Target", "AWS::ApplicationAutoScaling::ScalableTarget"}, name: "scaling",
		facts: []fact{{"least", "mincapacity", ""}, {"most", "maxcapacity", ""}, {"of", "resourceid", ""}, {"what", "scalabledimension", ""}, {"namespace", "servicenamespace", ""}},
	},
	{
		types: []string{"aws:appautoscaling/policy:Policy", "AWS::ApplicationAutoScaling::ScalingPolicy"}, name: "scaling by", key: "targettrackingscalingpolicyconfiguration/predefinedmetricspecification/predefinedmetrictype",
		facts: []fact{
			{"type", "policytype", ""}, {"target", "targettrackingscalingpolicyconfiguration/targetvalue", ""}, {"in seconds", "targettrackingscalingpolicyconfiguration/scaleincooldown", ""},
			{"out seconds", "targettrackingscalingpolicyconfiguration/scaleoutcooldown", ""}, {"of", "scalingtargetid|resourceid", ""},
			{"what", "scalabledimension", ""}, {"namespace", "servicenamespace", ""}, {"measured at", "targettrackingscalingpolicyconfiguration/predefinedmetricspecification/resourcelabel", ""},
		},
		rest: "policyname",
		own:  []string{"name"},
	},
	{types: []string{"aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"}, name: "service names", facts: []fact{{"in", "vpc", ""}, {"called", "name", ""}}},
	{types: []string{"aws:servicediscovery/service:Service"}, name: "service name", facts: []fact{{"in", "namespaceid", ""}, {"has", "dnsconfig", ""}}, own: []string{"name", "forcedestroy=true"}},
	{types: []string{"aws:cloudwatch/logGroup:LogGroup", "AWS::Logs::LogGroup"}, facts: []fact{{"days", "retentionindays", ""}, {"key", "kmskeyid", ""}, {"named", "loggroupname", ""}}, more: fate, own: []string{"name?", "nameprefix?", "region?"}},
}

var rights = []kind{
	{
		types: []string{"aws:iam/role:Role", "AWS::IAM::Role"}, facts: []fact{{"managed policy", "managedpolicyarns", ""}}, more: role,
		rest: "assumerolepolicy assumerolepolicydocument inlinepolicies",
		own:  []string{"name?"},
	},
	{types: []string{"AWS::IAM::ManagedPolicy"}, of: "roles|users", more: policy, rest: "policydocument"},
	{types: []string{"aws:iam/user:User", "AWS::IAM::User"}, name: "uploads user", more: present},
	{types: []string{"aws:iam/group:Group"}, name: "uploads user"},
	{types: []string{"aws:iam/groupPolicy:GroupPolicy"}, of: "group", more: policy, rest: "policy"},
	{types: []string{"aws:iam/userGroupMembership:UserGroupMembership"}, of: "user", facts: []fact{{"rights through", "groups", ""}}},
	{types: []string{"aws:iam/accessKey:AccessKey", "AWS::IAM::AccessKey"}, name: "access key", facts: []fact{{"of", "user|username", ""}}},
	{
		types: []string{"aws:kms/key:Key", "AWS::KMS::Key"}, name: "key", more: keyPolicy, rest: "description policy keypolicy",
		facts: []fact{{"rotates", "enablekeyrotation", "false"}, {"days to bring back", "deletionwindowindays|pendingwindowindays", "30"}},
	},
}
