// Package aws holds the CloudFormation resources that the templates use, as Go
// structs: a misspelt property does not compile and a forgotten required one
// panics when the node is made, with the property's name.
//
// The files *_gen.go are written by cfngen from CloudFormation's own
// resource schemas. A property is a Value (a literal or an intrinsic function),
// a pointer to a struct, or a slice; its zero value means that it is absent.
// Maps and free-form JSON, such as policy documents, are Values too.
//
// The package does not know what a good template is, and it does not check
// values: allowed ranges, enumerations and references are cfn-lint's and the
// tests' business.
package aws
