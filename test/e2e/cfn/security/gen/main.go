// Command gen writes docs/security.md from the table of reasons.
package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/security"
)

const intro = `# Security

What is true of every rendered stage, in both targets:

- **Network**: the world reaches the load balancer's ports, the load balancer reaches the tasks, the tasks reach the
  data, and nothing else reaches anything. Only tasks whose shards are spread over several of them reach each other,
  at the port that they serve.
- **Rights**: the role that starts tasks reads exactly the stage's secrets, its one log and its image. The app's own
  role is there only where the app calls AWS, and may do only that. No policy has a wildcard for actions; a wildcard
  for resources is used only where AWS knows nothing narrower, with the reason
  next to it.
- **Secrets** are generated on AWS or filled in by a person. Their values are in no file, parameter, variable or
  output; tasks get them by ARN.
- **Encryption**: everything that stores is encrypted; with a domain everything public speaks TLS 1.2 or newer; the
  bucket, the file system and the database refuse plain connections. The cache takes them inside the VPC, with its
  token: see below.
- **Containers** run as an unprivileged user, without capabilities, on a read-only root file system (except with
  ` + "`service.exec`" + `, which excludes it).
- **Data**: what holds data says what becomes of it when it is deleted and when it is replaced; production refuses
  deletion.

` + "`hardening: strict`" + ` adds a key of the stage's own, access and flow logs, a web firewall, enhanced monitoring,
Container Insights, IAM authentication and longer backups. Choose it before there is data: CloudFormation replaces a
database, a file system or a cache whose key changes (a snapshot is kept where the stage retains its data).

## The cache and TLS

The runtime's cluster bus speaks no TLS: its client is built without it up to 0.4.29 for certain, and no later
version is known to have changed that. A bus that cannot be opened ends the start of every task, so ElastiCache has
to take plain connections wherever there is a bus. ` + "`cache.redis.tls`" + ` says how:

| value | connections | token | ` + "`REDIS_URL`" + ` | ` + "`PYLON_CLUSTER_BUS`" + ` |
| --- | --- | --- | --- | --- |
| ` + "`preferred`" + ` (default) | with and without TLS | yes | ` + "`rediss://`" + ` | ` + "`redis://`" + ` with the token |
| ` + "`require`" + ` | TLS only | yes | ` + "`rediss://`" + ` | ` + "`rediss://`" + `, which is an error (PG612) up to 0.4.29 and a warning after it |
| ` + "`disable`" + ` | without TLS only | no: ElastiCache has one only together with TLS | ` + "`redis://`" + `, a plain variable: it holds no secret | the same |

What the tasks tell each other, and the token when the bus connects, travel in the clear between the tasks and the
cache, inside the VPC; the cache's security group takes the tasks of the stage alone. That a token works on a plain
connection while TLS is preferred follows from Redis's protocol and is tried with a Redis server by the test suite;
**it was not tried on AWS**. If the bus is refused there, ` + "`disable`" + ` does without a token, and the security group
alone keeps others out.

ElastiCache changes the mode in steps: from ` + "`require`" + ` to ` + "`disable`" + `, or back, deploy ` + "`preferred`" + ` first and the other
after it, in two deployments. Whether a token can be given to a running cache, or taken from it, in the same update
was not tried. The cache holds nothing that must be kept: where the update is refused, remove ` + "`cache`" + ` and add it
again.

## Findings that remain

Every rendered template of the test suite is judged by cdk-nag (AwsSolutions, NIST 800-53 r5, HIPAA, PCI DSS 3.2.1)
and by AWS Control Tower's rules for cfn-guard. A finding without a reason fails the suite. The tables are made from
the one that the suite reads.

`

// scanners goes before the table of other scanners.
const scanners = `
## Other scanners

trivy and checkov find the following in the template of a spec without further keys but a domain, and in the Dockerfile
that ` + "`pylon-gen init`" + ` writes. The ids of trivy were seen with trivy ` + security.TrivyVersion + ` and its embedded checks, and that each key
closes its finding was tried with it. With ` + "`hardening: strict`" + ` it still finds AVD-AWS-0011, 0013, 0035, 0053, 0104 and,
for the bucket of access logs, 0132. The ids of checkov are of its checks for CloudFormation and for Dockerfiles, as
their source says; checkov was not run, and may find more. The test suite runs neither of them: it holds the keys
against what they render.

Prices are US dollars a month in us-east-1, as above. The key is paid once for all rows that name it.

`

func main() {
	if err := os.WriteFile(os.Args[1], []byte(Document()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Document is the text of docs/security.md.
func Document() string {
	var b strings.Builder
	b.WriteString(intro)
	b.WriteString("| Rules | Where | When | Why they stay |\n|---|---|---|---|\n")
	for _, r := range security.Reasons {
		if r.Price == "" {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Join(r.Rules, ", "), where(r), r.When, r.Why)
		}
	}
	b.WriteString("\n### Closed by `hardening: strict`\n\nPrices are US dollars a month in us-east-1, read in November 2026.\n\n")
	b.WriteString("| Rules | Where | Without strict | Price |\n|---|---|---|---|\n")
	for _, r := range security.Reasons {
		if r.Price != "" {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Join(r.Rules, ", "), where(r), r.Why, r.Price)
		}
	}
	others(&b)
	return b.String()
}

// others writes what other scanners find.
func others(b *strings.Builder) {
	b.WriteString(scanners)
	b.WriteString("| trivy | checkov | What it says | Why it stays | What closes it | Price |\n|---|---|---|---|---|---|\n")
	for _, s := range security.Others {
		closes := "no key of the spec"
		if len(s.Closes) > 0 {
			closes = "`" + strings.Join(s.Closes, "`, or `") + "`"
		}
		if s.But != "" {
			closes += ". " + s.But
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", ids(s.Trivy), ids(s.Checkov), s.Says, s.Why, closes, cmp.Or(s.Price, "–"))
	}
}

// ids are the ids of a scanner as a cell of a table.
func ids(of []string) string { return cmp.Or(strings.Join(of, ", "), "–") }

// where is the pattern of resources as a cell of a table.
func where(r security.Reason) string {
	return "`" + strings.ReplaceAll(r.Where, "|", "\\|") + "`"
}
