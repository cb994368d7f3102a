package resolve

import "github.com/pylon-gen/pylon-gen/internal/stack"

// decideNetwork decides what a VPC of the stage's own is like.
func decideNetwork(n *stack.Network) {
	n.Range, n.NATInstanceType = "", ""
	if !n.Made() {
		return
	}
	// What SST gives every VPC:
	// src/components/aws/vpc.ts of SST 4.17.1.
	n.Range = "10.0.0.0/16"
	if n.Mode == stack.NATInstance {
		n.NATInstanceType = "t4g.nano" // the smallest of the arm64 ones
	}
}
