package cfn

import (
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// urls adds an output for every address of the stage.
func (t *template) urls() {
	for _, o := range []struct {
		kind              stack.EndpointKind
		name, description string
	}{
		{stack.HTTP, "Url", "Base URL of the API"},
		{stack.WebSocket, "WebSocketUrl", "WebSocket, for the client's wsUrl"},
		{stack.SSE, "SseUrl", "Event stream"},
		{stack.Shards, "ShardsUrl", "Shards (WebSocket)"},
	} {
		if e, ok := t.Balancer.Address(o.kind); ok {
			t.output(o.name, o.description, t.url(e))
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
func (t *template) url(e stack.Address) aws.Value {
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
