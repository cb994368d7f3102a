package cfn

import (
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// urls adds an output for every address of the stage.
func (t *template) urls() {
	for _, e := range t.Balancer.Endpoints {
		switch e.Kind {
		case stack.HTTP:
			t.output("Url", "Base URL of the API", t.url(e))
		case stack.WebSocket:
			t.output("WebSocketUrl", "WebSocket, for the client's wsUrl", t.url(e))
		case stack.SSE:
			t.output("SseUrl", "Event stream", t.url(e))
		case stack.Shards:
			t.output("ShardsUrl", "Shards (WebSocket)", t.url(e))
		}
	}
	if !t.CDN.Enabled {
		return
	}
	if t.CDN.Domain != "" {
		t.output("CdnUrl", "API through the CDN", text("https://"+t.CDN.Domain))
		return
	}
	t.output("CdnUrl", "API through the CDN", aws.Sub("https://${"+distribution+".DomainName}"))
}

// url is the address of an endpoint: the scheme (with an s where there is TLS),
// the host, the port unless the scheme implies it, the path.
func (t *template) url(e stack.Endpoint) aws.Value {
	scheme, implied := "http", stack.HTTPPort
	if e.WebSocket {
		scheme = "ws"
	}
	if t.Secure() {
		scheme, implied = scheme+"s", stack.HTTPSPort
	}
	port := ""
	if e.Listener != implied {
		port = ":" + strconv.Itoa(e.Listener)
	}
	if !t.Secure() {
		return aws.Sub(scheme + "://${" + loadBalancer + ".DNSName}" + port + e.Path)
	}
	return text(stack.Staged(scheme+"://") + t.Domain.Name + stack.Staged(port+e.Path))
}
