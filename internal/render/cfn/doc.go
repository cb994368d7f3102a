// Package cfn renders one stage of an app as one AWS CloudFormation template.
//
// The template is fully resolved: it holds the resources that this stage has,
// and no Conditions, because a reviewer must see what will be there and because
// deletion policies take no condition. What only a deployment knows (the image,
// a hosted zone, the name of a preview) is a parameter. Names are left to
// CloudFormation, so that a replacement never collides with what it replaces.
//
// The package builds typed resources (package aws) and never glues text. It
// does not judge a stage, does not read or write files, and puts no secret
// value anywhere: secrets are generated or filled in on AWS, and only their
// ARNs appear.
package cfn

//go:generate go run ./cfngen generate cfngen/schemas aws
