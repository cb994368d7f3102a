package mix

import "strings"

// guests lets stages of a mix live on the load balancer of another one, and
// returns which.
func (g *gen) guests(top tree, names []string, ends map[string]tree) map[string]bool {
	are := map[string]bool{}
	if !g.chance(30) {
		return are
	}
	owner := ""
	for _, name := range names {
		end := ends[name]
		// The mock of AWS has two zones.
		fits := !strings.Contains(name, "*") && at(end, "domain", "name") != nil && at(end, "loadBalancer", "shared") == nil &&
			at(end, "loadBalancer", "ports") != "single" && at(end, "network", "mode") != "endpoints" && at(end, "network", "zones") != 3
		if fits {
			owner = name
			break
		}
	}
	for _, name := range names {
		end := ends[name]
		if owner == "" || name == owner || at(end, "domain", "name") == nil || regionOf(end) != regionOf(ends[owner]) {
			continue
		}
		shared := tree{"stage": owner}
		if !strings.Contains(name, "*") && g.chance(30) {
			shared["priority"] = 1 + g.IntN(40000)
		}
		lb, ok := end["loadBalancer"].(tree)
		if !ok {
			lb = tree{}
			end["loadBalancer"] = lb
		}
		lb["shared"] = shared
		delete(lb, "ports")
		if aliases, ok := at(end, "domain", "aliases").([]any); ok && len(aliases) > 2 {
			below(end, "domain")["aliases"] = aliases[:2]
		}
		delete(end, "network")
		if at(end, "domain", "certificate") == nil {
			below(end, "domain")["certificate"] = g.certificate()
			inRegion(end, regionOf(end))
		}
		are[name] = true
		if g.chance(30) { // for all, but for those that have another one
			if top["loadBalancer"] == nil {
				top["loadBalancer"] = tree{}
			}
			below(top, "loadBalancer")["shared"] = tree{"stage": owner}
		}
	}
	return are
}
