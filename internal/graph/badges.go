package graph

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// pricedAt are the nodes that show the lines of an estimate.
var pricedAt = map[string]string{
	"tasks": "tasks", "database": "database", "load balancer": "balancer", "NAT gateways": "nat", "NAT instances": "nat", "interface endpoints": "endpoints",
	"cache": "cache", "secrets": "secrets", "key": "secrets", "web ACL": "firewall", "alarms": "observability",
}

// badges adds prices, protection and findings.
func (p *painter) badges(findings diag.List) {
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if price := p.price(n.ID); price != "" {
			n.Badges = append(n.Badges, Badge{Kind: Price, Text: price})
		}
		if text := p.protection(n.ID); text != "" {
			n.Badges = append(n.Badges, Badge{Kind: Protection, Text: text})
		}
		if b := found(n.ID, findings); b.Text != "" {
			n.Badges = append(n.Badges, b)
		}
	}
}

// price is what a node costs a month at least, in USD; "" where no price is known.
func (p *painter) price(id string) string {
	sum, mark := 0.0, ""
	for _, l := range p.estimate.Lines {
		if pricedAt[l.Name] == id {
			sum += l.Least
			if l.Assumed {
				mark = "~"
			}
		}
	}
	if sum == 0 {
		return ""
	}
	return fmt.Sprintf("%s%.2f USD", mark, sum)
}

// protection is what keeps the data of a node.
func (p *painter) protection(id string) string {
	var words []string
	switch id {
	case "database", "files", "cache":
		if p.Retain {
			words = append(words, "kept")
		}
		if p.Protect && id == "database" {
			words = append(words, "protected")
		}
		if id == "files" && p.Files.Versioning {
			words = append(words, "versions")
		}
	case "balancer":
		if p.Protect && p.OwnBalancer() {
			words = append(words, "protected")
		}
	}
	return strings.Join(words, ", ")
}

// foundAt are the nodes that show the findings of rules by the digit behind PG.
var foundAt = map[byte]string{'2': "balancer", '3': "tasks", '4': "database", '5': "secrets", '6': "files", '8': "tasks", '9': "tasks"}

// found counts the errors and warnings of a node.
func found(id string, findings diag.List) Badge {
	count := map[diag.Severity]int{}
	for _, d := range findings {
		if len(d.Code) > 2 && strings.HasPrefix(d.Code, "PG") && foundAt[d.Code[2]] == id {
			count[d.Severity]++
		}
	}
	switch {
	case count[diag.Error] > 0:
		return Badge{Finding, diag.Count(count[diag.Error], "error"), diag.Error}
	case count[diag.Warning] > 0:
		return Badge{Finding, diag.Count(count[diag.Warning], "warning"), diag.Warning}
	}
	return Badge{}
}
