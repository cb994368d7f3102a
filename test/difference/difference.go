// Package difference lists where the two clouds do not render the same from one
// model, each place with its reason. What is not listed is the same.
//
// Sources named *.ts are SST 4.17.1's components, platform/src/components/aws.
package difference

// Difference is one place, and why it is there.
type Difference struct {
	What string // the thing, for people
	// SST and CloudFormation say what each has, "" where the model decides.
	SST, CloudFormation string
	Why                 string
	// Fields are the fields of the model that one of them does not read.
	Fields []Field
	// Facts are what is observed of it, other than the model says: in all stages,
	// or in those whose model has a fact with the name If, or has none with the
	// name and value Unless ("service: waits for = app role").
	Facts      []Fact
	If, Unless string
}

// Fact is where a cloud is observed to be other than the model. In its patterns a
// star stands for anything, and " | " separates alternatives.
type Fact struct {
	Cloud string // "sst" or "cloudformation"
	Name  string // of the fact: "load balancer: idle seconds"
	// Model is what the model has and the cloud lacks, Has what the cloud has and
	// the model lacks. With both, one is in the place of the other.
	Model, Has string
}

// Field is a field of stack.Stack that a target does not read.
type Field struct {
	Path string // "Database.Class"; [] is an item of a list
	// By is the target that does not read it: "sst", "cloudformation" or "both".
	By string
	// Is is the only value that the model may have, because the target has it
	// whatever the model says; "" where the value does not matter to the target.
	Is string
}
