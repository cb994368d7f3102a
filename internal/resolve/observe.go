package resolve

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

var (
	workspaceARN = pattern.Of(`^arn:aws(?:-[a-z]+)*:aps:([a-z0-9-]+):[0-9]+:workspace/(ws-[A-Za-z0-9-]+)$`)
	topicARN     = pattern.Of(`^arn:aws(?:-[a-z]+)*:sns:([a-z0-9-]+):[0-9]+:[A-Za-z0-9_-]+$`)
	emailAddress = pattern.Of(`^[A-Za-z0-9.!#%&'*+/=?^_|~-]+@([a-z0-9-]+\.)+[a-z]+$`)
)

// collectorImage is AWS's distribution of the OpenTelemetry collector.
// https://github.com/aws-observability/aws-otel-collector/releases
const collectorImage = "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0"

// The container's hard limit and those of the memory limiter in it, in MiB. ADOT
// measures 63 to 69 MB at 100 traces per second to X-Ray, 143 (X-Ray itself) and 468
// MB (a mock) at 1,000, and about 60 MB at 5,000 metrics per second that come as
// OTLP; scraping is not among its cases. The limiter refuses data at limit - spike; README.md of
// memorylimiterprocessor advises 20 % of the hard limit for spike.
// https://github.com/aws-observability/aws-otel-collector/blob/main/docs/performance_model.md
const (
	collectorMemory = 256
	collectorLimit  = 200 // 78 % of it: the rest is for what Go's heap does not count
	collectorSpike  = 50
)

// appLabel and stageLabel are the variables from which the collector's
// configuration takes the labels of the series.
const (
	appLabel   = "APP_NAME"
	stageLabel = "STAGE_NAME"
)

// undetected are the attributes of an ECS task that are left out of the labels.
// They follow from app, stage and task id, or are the same for all series.
// processor/resourcedetectionprocessor/internal/aws/ecs/metadata.yaml, the same
// from 0.142.0 to 0.158.0 of opentelemetry-collector-contrib.
var undetected = []string{
	"aws.ecs.cluster.arn", "aws.ecs.launchtype", "aws.ecs.task.arn", "aws.ecs.task.family", "aws.ecs.task.revision",
	"aws.log.group.arns", "aws.log.group.names", "aws.log.stream.arns", "aws.log.stream.names",
	"cloud.account.id", "cloud.availability_zone", "cloud.platform", "cloud.provider", "cloud.region",
}

// otlpPort is where a collector takes OpenTelemetry over HTTP, by its
// specification.
const otlpPort = 4318

// observe resolves metrics, traces and alarms.
func (b *stageResolver) observe() {
	b.s.Service.ContainerInsights = hardened(b, "observability.containerInsights", b.in.Observability.ContainerInsights, "disabled", "enabled")
	b.collector()
	b.alarms()
}

func (b *stageResolver) collector() {
	metrics, traces, c := b.in.Observability.Metrics, b.in.Observability.Traces, &b.s.Service.Collector
	c.XRay = pick(b, "observability.traces.xray", traces.XRay, false)
	if traces.OTLP.IsSet() {
		url := pick(b, "observability.traces.otlp", traces.OTLP, "")
		switch {
		case c.XRay:
			b.fail(CodeConflict, traces.OTLP.Node, "observability.traces: xray and otlp exclude each other", "an app sends its traces to one place", "remove one of them")
		case !urlPattern.MatchString(url):
			b.fail(CodeRange, traces.OTLP.Node, "observability.traces.otlp is not a URL", "", "write it like https://otlp.example.com")
		}
	}
	var interval int
	if v := metrics.Scrape; v.IsSet() {
		c.Workspace = given(b, "observability.metrics.scrape.workspace", v.V.Workspace)
		interval = b.within("observability.metrics.scrape.interval", v.V.Interval, 60, 10, 600)
		c.TokenEnv = "PYLON_METRICS_TOKEN"
		switch m := workspaceARN.FindStringSubmatch(c.Workspace); {
		case m == nil:
			b.fail(CodeRange, v.V.Workspace.Node, "observability.metrics.scrape.workspace is not the ARN of a Prometheus workspace", "", "write it like arn:aws:aps:us-east-1:123456789012:workspace/ws-…")
			c.Workspace = ""
		case m[1] != b.s.Region && b.s.Network.Mode == stack.Endpoints:
			b.fail(CodeRange, v.V.Workspace.Node, "observability.metrics.scrape.workspace is in "+m[1], "with network.mode endpoints only the stage's own Region can be reached", "use a workspace in "+b.s.Region)
		}
	}
	if c.Workspace != "" {
		c.Env = []stack.Variable{{Name: appLabel, Text: stack.Staged(b.s.App)}, {Name: stageLabel, Text: b.hole("{stage}")}}
	}
	if c.XRay || c.Workspace != "" {
		c.Image, c.MemoryMiB = collectorImage, collectorMemory
		c.Config = collectorConfig(b.s.Region, *c, interval)
	}
}

// collectorConfig is the configuration of the collector. The token and the names
// of app and stage stay references that the collector resolves itself: the token
// is a secret, and the name of a pattern's stage is known at deployment only.
//
// All tasks scrape the same address, so nothing in the scraped series tells them
// apart. The task id does, and app and stage where several write to one workspace.
// The processors are among those of ADOT: README.md and
// pkg/defaultcomponents/defaults.go of aws-otel-collector, read at a release older
// than collectorImage. The components of 0.149.0 accept the configuration and
// write series with app, stage and aws_ecs_task_id.
func collectorConfig(region string, c stack.Collector, interval int) string {
	var receivers, exporters, extensions, pipelines []string
	if c.XRay {
		receivers = append(receivers,
			"  otlp:", "    protocols:", "      http:", fmt.Sprintf("        endpoint: 127.0.0.1:%d", otlpPort))
		exporters = append(exporters, "  awsxray:", "    region: "+region)
		pipelines = append(pipelines, "    traces:", "      receivers: [otlp]", "      processors: [memory_limiter, batch]", "      exporters: [awsxray]")
	}
	// The limiter comes first, so that receivers learn at once that data is refused.
	processors := []string{
		"  memory_limiter:", "    check_interval: 1s",
		fmt.Sprintf("    limit_mib: %d", collectorLimit), fmt.Sprintf("    spike_limit_mib: %d", collectorSpike),
	}
	services := "[health_check]"
	if m := workspaceARN.FindStringSubmatch(c.Workspace); m != nil {
		receivers = append(receivers,
			"  prometheus:", "    config:", "      scrape_configs:", "        - job_name: pylon",
			fmt.Sprintf("          scrape_interval: %ds", interval), "          metrics_path: /metrics",
			"          authorization:", "            credentials: ${env:"+c.TokenEnv+"}",
			"          static_configs:", fmt.Sprintf("            - targets: [127.0.0.1:%d]", pylon.Ports[0].Port))
		exporters = append(exporters, "  prometheusremotewrite:",
			fmt.Sprintf("    endpoint: https://aps-workspaces.%s.amazonaws.com/workspaces/%s/api/v1/remote_write", m[1], m[2]),
			"    auth:", "      authenticator: sigv4auth",
			"    external_labels:", `      app: "${env:`+appLabel+`}"`, `      stage: "${env:`+stageLabel+`}"`,
			"    resource_to_telemetry_conversion:", "      enabled: true")
		processors = append(processors, "  resourcedetection:", "    detectors: [ecs]", "    ecs:", "      resource_attributes:")
		for _, name := range undetected {
			processors = append(processors, "        "+name+": { enabled: false }")
		}
		extensions = append(extensions, "  sigv4auth:", "    region: "+m[1], "    service: aps")
		services = "[health_check, sigv4auth]"
		pipelines = append(pipelines, "    metrics:", "      receivers: [prometheus]", "      processors: [memory_limiter, resourcedetection, batch]", "      exporters: [prometheusremotewrite]")
	}
	lines := append([]string{"extensions:", "  health_check:"}, extensions...)
	lines = append(append(lines, "receivers:"), receivers...)
	lines = append(append(lines, "processors:"), processors...)
	lines = append(lines, "  batch:")
	lines = append(append(lines, "exporters:"), exporters...)
	lines = append(append(lines, "service:", "  extensions: "+services, "  pipelines:"), pipelines...)
	return strings.Join(lines, "\n") + "\n"
}

// tracing tells the app's functions where traces go.
func (b *stageResolver) tracing() {
	endpoint := ""
	switch traces := b.in.Observability.Traces; {
	case b.s.Service.Collector.XRay:
		endpoint = fmt.Sprintf("http://127.0.0.1:%d", otlpPort)
	case traces.OTLP.IsSet():
		endpoint = traces.OTLP.V
	}
	if endpoint != "" {
		b.env("OTEL_EXPORTER_OTLP_ENDPOINT", stack.Staged(endpoint))
		b.env("OTEL_SERVICE_NAME", stack.Staged(b.s.App))
	}
}

func (b *stageResolver) alarms() {
	in, a := b.in.Observability.Alarms, &b.s.Alarms
	a.Email = given(b, "observability.alarms.email", in.Email)
	a.Topic = given(b, "observability.alarms.topic", in.Topic)
	if a.Email != "" && a.Topic != "" {
		b.fail(CodeConflict, in.Topic.Node, "observability.alarms: email and topic exclude each other", "an existing topic has subscribers of its own", "remove one of them")
	}
	if a.Email != "" && !emailAddress.MatchString(a.Email) {
		b.fail(CodeRange, in.Email.Node, fmt.Sprintf("observability.alarms.email: %q is not a valid email address", a.Email), "", "write it like ops@example.com")
	}
	if m := topicARN.FindStringSubmatch(a.Topic); a.Topic != "" && (m == nil || m[1] != b.s.Region) {
		b.fail(CodeRange, in.Topic.Node, "observability.alarms.topic is not the ARN of an SNS topic in "+b.s.Region, "alarms notify topics of their own Region", "write it like arn:aws:sns:"+b.s.Region+":123456789012:alarms")
	}
}
