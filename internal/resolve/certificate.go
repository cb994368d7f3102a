package resolve

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// maxCommonName is the greatest length of the first name of a new certificate,
// which becomes its common name; the others may be as long as any host name.
// Source: ACM API reference, RequestCertificate, DomainName.
const maxCommonName = 64

// commonNames refuses names that are too long to be the first of a certificate
// that the deployment makes.
func (b *stageResolver) commonNames() {
	s := b.s
	if s.MakesCertificate() {
		b.commonName("domain.name", s.Domain.Name, b.in.Domain.Name.Node, "make it an alias of a shorter name, or name a certificate with domain.certificate")
	}
	if s.CDN.MakesCertificate() {
		b.commonName("cdn.domain", s.CDN.Domain, b.in.CDN.V.Domain.Node, "shorten it, or name a certificate with cdn.certificate")
	}
}

func (b *stageResolver) commonName(path string, name stack.Staged, n *yaml.Node, fix string) {
	length := len(b.shortest(name))
	if length <= maxCommonName || !isHost(b.shortest(name)) {
		return
	}
	least := ""
	if name.HasPlaceholder() {
		least = "at least "
	}
	b.fail(CodeCertificateName, n, fmt.Sprintf("%s: the name has %s%d characters, the first name of a new certificate has at most %d", path, least, length, maxCommonName), "", fix)
}

// decideStageName decides how long the real name of a pattern stage may be: no
// host name may get too long with it, nor the first name of a new certificate.
func decideStageName(s *stack.Stack) {
	if !s.Stage.Pattern {
		return
	}
	s.Stage.MaxName = stack.MaxStageName
	for s.Stage.MaxName > s.Stage.MinName() && !roomFor(s, strings.Repeat("x", s.Stage.MaxName)) {
		s.Stage.MaxName--
	}
}

// roomFor reports whether the host names of a stage have room for its real name.
func roomFor(s *stack.Stack, stage string) bool {
	for _, name := range append(s.Domain.Names(), s.CDN.Domain) {
		if !fitsHost(name.Fill(stage)) {
			return false
		}
	}
	return !(s.MakesCertificate() && len(s.Domain.Name.Fill(stage)) > maxCommonName) &&
		!(s.CDN.MakesCertificate() && len(s.CDN.Domain.Fill(stage)) > maxCommonName)
}
