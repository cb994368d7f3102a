package stack

// CDN is the CloudFront distribution in front of the load balancer. Realtime
// traffic never passes it.
type CDN struct {
	Enabled bool
	// Domain is the distribution's own name, "" for *.cloudfront.net only.
	Domain Staged
	// Certificate is the ARN of an ACM certificate in us-east-1 for Domain; ""
	// has one made where the target can.
	Certificate string
	// CachePaths are the path patterns that are cached, sorted as declared;
	// everything else passes uncached.
	CachePaths []string
	PriceClass string // "PriceClass_100", "PriceClass_200" or "PriceClass_All"

	// Default is what happens to requests, Cached to those for CachePaths.
	Default, Cached Behavior
	// Viewers is what happens to plain HTTP: "allow-all", "redirect-to-https" or
	// "https-only".
	Viewers string
	// Compress answers where the viewer accepts it.
	Compress    bool
	HTTPVersion string // the greatest that viewers may speak: "http2and3"
	IPv6        bool
	// OriginTimeout is how long the load balancer may be silent in an answer,
	// and how long a connection to it stays open without one, in seconds.
	OriginTimeout int
	// OriginTLS are the versions of TLS that the load balancer is asked for,
	// ViewerTLS is CloudFront's name for the least that viewers of Domain speak.
	OriginTLS []string
	ViewerTLS string
	// Errors are the HTTP status codes of answers that are cached for ErrorTTL
	// seconds at least; CloudFront by itself caches them for ten.
	Errors   []int
	ErrorTTL int
}

// MakesCertificate reports whether the deployment makes the certificate of the
// distribution's own name, where its target can.
func (c CDN) MakesCertificate() bool { return c.Domain != "" && c.Certificate == "" }

// Behavior is what the CDN does with a kind of requests.
type Behavior struct {
	Methods       []string // HTTP methods that pass
	CachedMethods []string // those whose answers may be cached
	Cache         ManagedPolicy
	// Origin is what the load balancer gets of a request; without it what the
	// cache looks at.
	Origin ManagedPolicy
}

// ManagedPolicy is a policy of CloudFront that AWS manages. ID is "" when there
// is none.
type ManagedPolicy struct{ Name, ID string }
