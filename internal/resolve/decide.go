package resolve

import "github.com/pylon-gen/pylon-gen/internal/stack"

// Decide fills in what no spec can say: the choices that are the same in every
// stage, and those that follow from others. The renderers only translate them.
// It may be called again after a stage has changed.
func Decide(s *stack.Stack) {
	decideStageName(s)
	decideNetwork(&s.Network)
	decideEndpoints(&s.Balancer)
	decideBalancer(s)
	decideContainer(s)
	decideRollout(s)
	decideDatabase(s)
	decideCache(&s.Cache)
	decideFiles(&s.Files)
	decideFileSystem(s)
	decideSecrets(s)
	decideHardening(s)
	decideCDN(&s.CDN)
	s.Alarms.Recovery = s.Alarms.Wanted()
	s.Openings, s.Grants, s.Trusts = openings(s), grants(s), trusts(s)
}
