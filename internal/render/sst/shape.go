package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// stateless are the stages with a database and a bucket; the others keep files.
// The condition is "" unless there are both.
func (p *program) stateless() (stages fold, some condition) {
	return p.where("stateless", func(s *stack.Stack) bool { return s.Shape == stack.Stateless })
}

// singleReplica are the others.
func (p *program) singleReplica() (stages fold, some condition) {
	_, stateless := p.stateless()
	if !stateless.always() {
		some = condition{"!" + stateless.code()}
	}
	return p.some(func(s *stack.Stack) bool { return s.Shape == stack.SingleReplica }), some
}

func (p *program) containerPorts() doc {
	return p.ints("containerPorts", func(s *stack.Stack) []int {
		var ports []int
		for _, e := range s.Balancer.Endpoints {
			ports = append(ports, e.Container)
		}
		return ports
	})
}
