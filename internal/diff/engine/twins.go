package engine

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// twin is the resource of the template that has the same values as a thing of
// SST, or those of its properties that are a resource of their own in SST.
type twin struct {
	id   string
	only []string // properties; none are all that no other thing has
}

// twins are those whose names differ, by the name in SST; # is a number, or what
// else comes in its place.
var twins = map[string]twin{
	"VpcVpc": {id: "Vpc"}, "VpcInternetGateway": {id: "InternetGateway"},
	"VpcPublicSubnet#": {id: "PublicSubnet#"}, "VpcPrivateSubnet#": {id: "PrivateSubnet#"},
	"VpcPublicRouteTable#": {id: "PublicRouteTable"}, "VpcPrivateRouteTable#": {id: "PrivateRouteTable#"},
	"VpcNatInstance#": {id: "NatInstance#"}, "VpcElasticIp#": {id: "NatAddress#"}, "VpcNatInstanceSecurityGroup": {id: "NatInstanceSecurityGroup"},
	"ServiceFromLoadBalancer4321": {id: "HttpFromLoadBalancer"}, "ServiceFromLoadBalancer4322": {id: "WebSocketFromLoadBalancer"},
	"ServiceFromLoadBalancer4323": {id: "SseFromLoadBalancer"}, "ServiceFromLoadBalancer4324": {id: "ShardsFromLoadBalancer"},

	"DatabaseProxySecret": {}, "CacheProxySecret": {}, // a template may have none
	"DatabaseCluster": {id: "Database"}, "DatabaseInstance": {id: "DatabaseWriter"},
	"DatabaseClusterParameterGroup": {id: "DatabaseParameters"}, "DatabaseSubnetGroup": {id: "DatabaseSubnets"},
	"UploadsBucket": {id: "Uploads"}, "UploadsPublicAccessBlock": {"Uploads", []string{"PublicAccessBlockConfiguration"}},
	"UploadsCors": {"Uploads", []string{"CorsConfiguration"}}, "UploadsLifecycle": {"Uploads", []string{"LifecycleConfiguration"}},
	"UploadsVersioning": {"Uploads", []string{"VersioningConfiguration"}}, "UploadsEncryption": {"Uploads", []string{"BucketEncryption"}},
	"UploadsLogging": {"Uploads", []string{"LoggingConfiguration"}}, "UploadsUsersPolicy": {id: "UploadsUserPolicy"},
	"AccessLogsBucket": {id: "AccessLogs"}, "AccessLogsLifecycle": {"AccessLogs", []string{"LifecycleConfiguration"}},
	"FilesFileSystem": {id: "FileSystem"}, "FilesAccessPoint": {id: "AccessPoint"}, "FilesFromService": {id: "FileSystemFromService"},
	"FilesBackup": {"FileSystem", []string{"BackupPolicy"}}, "FilesPolicy": {"FileSystem", []string{"FileSystemPolicy"}},
	"CacheCluster": {id: "Cache"}, "CacheSubnetGroup": {id: "CacheSubnets"},

	"PylonLoadBalancer": {id: "LoadBalancer"}, "PylonLoadBalancerSecurityGroup": {},
	"PylonTargetPylonHTTP4321": {id: "HttpTargetGroup"}, "PylonTargetPylonHTTP4322": {id: "WebSocketTargetGroup"},
	"PylonTargetPylonHTTP4323": {id: "SseTargetGroup"}, "PylonTargetPylonHTTP4324": {id: "ShardsTargetGroup"},
	"PylonListenerHTTPS443": {id: "HttpsListener"}, "PylonListenerHTTP80": {id: "HttpListener"},
	"PylonListenerHTTP4322": {id: "WebSocketListener"}, "PylonListenerHTTP4323": {id: "SseListener"}, "PylonListenerHTTP4324": {id: "ShardsListener"},
	"PylonSslCertificate": {}, "CdnSslCertificate": {}, // a parameter may hold that of the template
	"CdnDistribution": {id: "Distribution"},
	"Certificate":     {id: "ListenerCertificate"},

	"ClusterCluster": {id: "Cluster"}, "PylonService": {id: "Service"}, "PylonTask": {id: "TaskDefinition"},
	"PylonExecutionRole": {id: "ExecutionPolicy"}, "PylonTaskRole": {id: "TaskPolicy"}, "PylonLogGroupPylon": {id: "LogGroup"},
	"PylonAutoScalingTarget": {id: "ScalableTarget"}, "PylonAutoScalingCpuPolicy": {id: "CpuScaling"},
	"PylonAutoScalingMemoryPolicy": {id: "MemoryScaling"}, "PylonAutoScalingRequestCountPolicy": {id: "RequestScaling"},
	"FlowLogsRole": {id: "FlowLogsPolicy"}, "Alarms": {id: "AlarmTopic"}, "AlarmsPolicy": {id: "AlarmTopicPolicy"},
	"ServerErrors": {id: "ServerErrorsAlarm"}, "NoHealthyTask": {id: "NoHealthyTaskAlarm"}, "ServiceMemory": {id: "ServiceMemoryAlarm"},
	"DatabaseCapacity": {id: "DatabaseCapacityAlarm"}, "CacheMemory": {id: "CacheMemoryAlarm"},
}

// apart are the properties of a type that are resources of their own in SST.
var apart = map[string][]string{
	"AWS::S3::Bucket": {
		"PublicAccessBlockConfiguration", "CorsConfiguration", "LifecycleConfiguration", "VersioningConfiguration", "BucketEncryption",
		"LoggingConfiguration", "OwnershipControls",
	},
	"AWS::EFS::FileSystem": {"BackupPolicy", "FileSystemPolicy"},
	"AWS::ECS::Cluster":    {"CapacityProviders"}, // SST's cluster has all of them always
	// The value is a version of its own in SST, and what is generated is SST's own.
	"AWS::SecretsManager::Secret": {"SecretString", "GenerateSecretString"},
}

// twinOf returns the twin of a thing, by its name.
func twinOf(name string) twin {
	if t, known := twins[name]; known {
		return t
	}
	n := name[len(strings.TrimRight(name, "0123456789")):]
	if t, known := twins[strings.TrimSuffix(name, n)+"#"]; known && n != "" {
		t.id = strings.Replace(t.id, "#", n, 1)
		return t
	}
	return twin{id: name}
}

// likeTemplate copies to each thing the values and the part of its twin. Things
// that only SST has, such as the namespace of its own service discovery, hold
// nothing that a spec changes.
func likeTemplate(things []Thing, template []resource.Resource) {
	byID := map[string]resource.Resource{}
	for _, r := range template {
		byID[r.ID] = r
	}
	for i := range things {
		t := &things[i]
		like := twin{id: t.Twin}
		if like.id == "" {
			like = twinOf(t.Name)
		}
		r, there := byID[like.id]
		t.Twin, t.Part = like.id, r.Part
		if t.Type == "aws:secretsmanager/secretVersion:SecretVersion" {
			t.Fixed["secretString"] += Text(byID[t.Twin].Properties.Get("SecretString"))
			t.Twin = "" // who refers to the secret does not refer to its version
		}
		if !there || t.Type == "aws:secretsmanager/secretVersion:SecretVersion" {
			continue
		}
		own := map[string]bool{}
		for _, name := range apart[r.Type] {
			own[name] = true
		}
		for name, value := range properties(r) {
			switch {
			case name == DeletionPolicy || name == ReplacePolicy || name == DependsOn || t.Properties[name] != "":
			case len(like.only) > 0 && like.only[0] != name:
			case len(like.only) == 0 && own[name]:
			default:
				t.Properties[name] = value
			}
		}
	}
}
