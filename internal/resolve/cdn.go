package resolve

import "github.com/pylon-gen/pylon-gen/internal/stack"

// The policies of CloudFront that AWS manages.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
var (
	cachingOptimized          = stack.ManagedPolicy{Name: "CachingOptimized", ID: "658327ea-f89d-4fab-a63d-7e88639e58f6"}
	cachingDisabled           = stack.ManagedPolicy{Name: "CachingDisabled", ID: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"}
	allViewerExceptHostHeader = stack.ManagedPolicy{Name: "AllViewerExceptHostHeader", ID: "b689b0a8-53d0-40ab-baf2-68738e2966ac"}
)

// decideCDN decides what a CDN does that is not configured in a spec.
func decideCDN(c *stack.CDN) {
	if !c.Enabled {
		return
	}
	reading := []string{"GET", "HEAD"}
	c.Default = stack.Behavior{
		Methods:       []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"},
		CachedMethods: reading,
		Cache:         cachingDisabled,
		Origin:        allViewerExceptHostHeader, // the load balancer goes by its own name
	}
	c.Cached = stack.Behavior{Methods: reading, CachedMethods: reading, Cache: cachingOptimized}
	c.Viewers = "redirect-to-https"
	c.Compress, c.IPv6 = true, true
	c.HTTPVersion = "http2and3"
	// Pylon's event stream comments every 30 seconds, the default read timeout
	// is as long.
	c.OriginTimeout = 60
	c.OriginTLS = []string{"TLSv1.2"} // nothing older
	c.ViewerTLS = "TLSv1.2_2021"
	// All that CloudFront would cache for ten seconds, also where the policy
	// caches nothing. The key of such an answer is its path, without cookies:
	// one visitor's 403 would be another's.
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
	c.Errors, c.ErrorTTL = []int{400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}, 0
}
