// Package engine reports what an update does to the things of a stage, as
// CloudFormation and SST carry it out: what is added, removed, replaced and
// changed, what loses its protection, and where the cloud would refuse the
// update, because a thing has a new logical name while the old one still holds
// its place.
//
// Both engines make the new thing before they delete the old one. So a listener's
// port, a route's destination or a record's name that moves to another logical
// name is refused, however right each rendering is by itself.
//
// The package knows what the engines do, not what that means to people.
package engine

import "github.com/pylon-gen/pylon-gen/internal/resource"

// Thing is a resource of either engine, as far as an update looks at it.
// References to other things are <Name> in every text.
type Thing struct {
	Name, Type string
	// Twin is the id in the template of the resource with the same values: Name
	// itself in CloudFormation.
	Twin string
	// Part of the stack that it belongs to, "" for what an override added.
	Part resource.Part
	// Keys are what AWS allows only once: "listener <LoadBalancer> 443".
	Keys []string
	// Properties are all that it has, by name, as text.
	Properties map[string]string
	// Fixed are the properties that cannot change in place; Perhaps are those of
	// which some changes replace it. Both are paths: "RootDirectory.Path".
	Fixed, Perhaps map[string]string
	// On is what it hangs on and cannot leave: the load balancer of a target group,
	// the VPC of what has subnets.
	On string
	// HoldsData: what is lost with it cannot be made again. Store: it is what the
	// app's data is in, so another one in its place is empty.
	HoldsData, Store bool
	// Keep is what becomes of it when it leaves the stack, Replaced when another one
	// takes its place. Neither is Unsaid in a thing that holds data.
	Keep, Replaced resource.Keep
	// Guards are what protects it: "deletion protection".
	Guards []string
}

// Lost reports whether nothing remains of what is in a thing: when it leaves the
// stack, or when it is replaced.
func (t Thing) Lost(replaced bool) bool {
	if replaced {
		return t.HoldsData && t.Replaced == resource.Delete
	}
	return t.HoldsData && t.Keep == resource.Delete
}

func (t Thing) id() string { return t.Type + " " + t.Name }

// Revision reports whether a replacement of the thing is only a new revision, or
// one that is swapped without anybody noticing: a task definition, a certificate
// that is made first, a group of parameters with a generated name.
func (t Thing) Revision() bool {
	switch t.Type {
	case "AWS::ECS::TaskDefinition", "aws:ecs/taskDefinition:TaskDefinition",
		"AWS::CertificateManager::Certificate", "aws:acm/certificate:Certificate", "aws:acm/certificateValidation:CertificateValidation",
		"AWS::RDS::DBClusterParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup", "aws:rds/parameterGroup:ParameterGroup",
		"aws:elasticache/parameterGroup:ParameterGroup", "aws:secretsmanager/secretVersion:SecretVersion":
		return true
	}
	return false
}
