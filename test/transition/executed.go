package transition

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/parity"
)

// replacing are the inputs, in lower case, whose change makes the AWS provider
// replace a resource. Read in the provider's sources, 2026-11; those of a type
// that is not here change in place.
var replacing = map[string]string{
	"aws:acm/certificate:Certificate":                                 "domainname subjectalternativenames",
	"aws:acm/certificateValidation:CertificateValidation":             "certificatearn",
	"aws:appautoscaling/policy:Policy":                                "resourceid",
	"aws:appautoscaling/target:Target":                                "resourceid",
	"aws:ec2/flowLog:FlowLog":                                         "vpcid logdestination",
	"aws:ec2/instance:Instance":                                       "subnetid",
	"aws:ec2/natGateway:NatGateway":                                   "allocationid subnetid",
	"aws:ec2/route:Route":                                             "routetableid destinationcidrblock",
	"aws:ec2/routeTable:RouteTable":                                   "vpcid",
	"aws:ec2/routeTableAssociation:RouteTableAssociation":             "subnetid",
	"aws:ec2/securityGroup:SecurityGroup":                             "description vpcid",
	"aws:ec2/subnet:Subnet":                                           "availabilityzone cidrblock vpcid",
	"aws:ec2/vpc:Vpc":                                                 "cidrblock",
	"aws:ec2/vpcEndpoint:VpcEndpoint":                                 "servicename vpcendpointtype vpcid",
	"aws:ecs/clusterCapacityProviders:ClusterCapacityProviders":       "clustername",
	"aws:ecs/service:Service":                                         "cluster launchtype",
	"aws:efs/accessPoint:AccessPoint":                                 "filesystemid",
	"aws:efs/backupPolicy:BackupPolicy":                               "filesystemid",
	"aws:efs/fileSystem:FileSystem":                                   "kmskeyid",
	"aws:efs/fileSystemPolicy:FileSystemPolicy":                       "filesystemid",
	"aws:efs/mountTarget:MountTarget":                                 "filesystemid subnetid",
	"aws:elasticache/parameterGroup:ParameterGroup":                   "family",
	"aws:elasticache/replicationGroup:ReplicationGroup":               "kmskeyid subnetgroupname",
	"aws:iam/accessKey:AccessKey":                                     "user",
	"aws:iam/groupPolicy:GroupPolicy":                                 "group",
	"aws:iam/userGroupMembership:UserGroupMembership":                 "user",
	"aws:lb/listener:Listener":                                        "loadbalancerarn",
	"aws:lb/listenerCertificate:ListenerCertificate":                  "listenerarn certificatearn",
	"aws:lb/listenerRule:ListenerRule":                                "listenerarn",
	"aws:lb/targetGroup:TargetGroup":                                  "nameprefix port vpcid",
	"aws:cloudwatch/logGroup:LogGroup":                                "name",
	"aws:rds/cluster:Cluster":                                         "clusteridentifier databasename dbsubnetgroupname kmskeyid masterusername",
	"aws:rds/clusterInstance:ClusterInstance":                         "clusteridentifier",
	"aws:rds/clusterParameterGroup:ClusterParameterGroup":             "family",
	"aws:rds/parameterGroup:ParameterGroup":                           "family",
	"aws:route53/record:Record":                                       "name type",
	"aws:s3/bucketCorsConfiguration:BucketCorsConfiguration":          "bucket",
	"aws:s3/bucketPolicy:BucketPolicy":                                "bucket",
	"aws:secretsmanager/secret:Secret":                                "nameprefix",
	"aws:secretsmanager/secretVersion:SecretVersion":                  "secretid",
	"aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace":    "vpc",
	"aws:sns/topicSubscription:TopicSubscription":                     "topic endpoint",
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":       "securitygroupid",
	"aws:wafv2/webAclAssociation:WebAclAssociation":                   "resourcearn webaclarn",
	"aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "resourcearn",
}

// passing are the types that SST leaves out: they look things up, prove
// certificates, hold random values or build the image.
var passing = []string{"pulumi-nodejs:dynamic:Resource", "docker-build:index:Image", "random:index/randomBytes:RandomBytes", "random:index/randomPassword:RandomPassword", "pulumi:providers:aws"}

var (
	reference = regexp.MustCompile(`<r(\d+)( [^>]*)?>`)
	ruleHash  = regexp.MustCompile(`Rule[a-z]{4}$`)
)

// Executed returns what an execution of an SST configuration registered, in the
// words of SST.
func Executed(run consumer.Execution) []Thing {
	name := func(text string) string {
		return reference.ReplaceAllStringFunc(text, func(found string) string {
			n, _ := strconv.Atoi(reference.FindStringSubmatch(found)[1])
			return ref(run.Resources[n].Name)
		})
	}
	var out []Thing
	for _, r := range parity.FromSST(run).Resources {
		n, _ := strconv.Atoi(strings.TrimPrefix(r.Key, "r"))
		registered := run.Resources[n]
		get := func(property string) string {
			if v := r.Properties[property]; v != nil {
				return name(fmt.Sprint(v))
			}
			return ""
		}
		if slices.Contains(passing, r.Type) || strings.HasPrefix(get("name"), "_") || strings.HasSuffix(registered.Name, "ZoneLookup") {
			continue
		}
		t := Thing{Name: registered.Name, Type: r.Type, Fixed: map[string]string{}}
		switch {
		case r.Type == "aws:secretsmanager/secretVersion:SecretVersion" && !strings.HasSuffix(t.Name, "Version"):
			t.Name += "Version"
		case r.Type == "aws:lb/listenerRule:ListenerRule":
			t.Name = ruleHash.ReplaceAllString(t.Name, "Rule"+get("priority"))
		case r.Type == "aws:efs/mountTarget:MountTarget":
			t.Name = "FilesMountTarget" + get("subnetid")
		}
		for _, property := range strings.Fields(replacing[r.Type]) {
			if slices.Contains(r.AtFirst, property) {
				continue
			}
			if t.Fixed[property] = get(property); t.Fixed[property] == ref(t.Name) {
				t.Fixed[property] = ownName(run, n, property)
			}
		}
		out = append(out, t)
	}
	return out
}

// ownName is a property that holds the name of the resource itself, such as
// clusterIdentifier: its text, with references to the resources in it.
func ownName(run consumer.Execution, n int, property string) string {
	var text string
	for name, v := range run.Resources[n].Inputs {
		if strings.ToLower(name) == property {
			text = fmt.Sprint(v)
		}
	}
	for i, r := range run.Resources {
		if i != n && r.Custom && len(r.ID) >= 12 { // a shorter one may be a word of the text
			text = strings.ReplaceAll(text, r.ID, ref(r.Name))
		}
	}
	return text
}

// Differences are the things that only one of two lists has, each a line.
func Differences(modelled, executed []Thing) []string {
	ours, theirs := byID(modelled), byID(executed)
	var out []string
	for _, id := range slices.Sorted(maps.Keys(union2(ours, theirs))) {
		switch _, modelled := ours[id]; {
		case !modelled:
			out = append(out, id+" is registered and not in the model")
		default:
			if _, executed := theirs[id]; !executed {
				out = append(out, id+" is in the model and not registered")
			}
		}
	}
	return out
}

func union2(a, b map[string]Thing) map[string]Thing {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
