// Command cfngen writes the Go package of typed CloudFormation resources
// (internal/render/cfn/aws) from the trimmed resource schemas in schemas/.
//
//	cfngen generate SCHEMAS OUT   one Go file per resource type into the folder OUT
//	cfngen trim CFNLINT SCHEMAS   renew SCHEMAS from a checkout or an installation of
//	                              cfn-lint; CFNLINT is its folder data/schemas
//
// It runs when a developer asks for it (go generate), never in the product, and
// refuses to guess: a schema it does not understand ends it.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cfngen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 3 {
		switch args[0] {
		case "generate":
			return generate(args[1], args[2])
		case "trim":
			return trim(args[1], args[2])
		}
	}
	return fmt.Errorf("usage: cfngen generate SCHEMAS OUT | cfngen trim CFNLINT SCHEMAS")
}
