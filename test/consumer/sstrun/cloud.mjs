// What AWS and the other providers might have answered. All of it follows from
// the names of things, so that the same configuration always gets the same.
import { createHash } from "node:crypto";

const ACCOUNT = "123456789012";

const hash = (text, length) => createHash("sha256").update(text).digest("hex").slice(0, length);
const upper = (text) => hash(text, 13).toUpperCase();

/** Values that only their owner may see begin like this. */
const marked = (name) => `MARK-${name}-${hash(name, 8)}`;

/**
 * answerResource returns { id, outputs } of a resource that is made or, with an id, looked up.
 * A load balancer that is looked up is in the VPC that the configuration knows.
 */
export function answerResource({ type, name, inputs, region, id, vpc }) {
  const [pkg, module, kind] = type.split(":"); // aws, lb/loadBalancer, LoadBalancer
  const service = module.split("/")[0];
  const unique = hash(type + name, 17);
  const called = inputs.name ?? inputs.bucket ?? (inputs.namePrefix ? inputs.namePrefix + unique : `${name}-${unique}`);
  const arn = (service, rest, at = region) => `arn:aws:${service}:${at}:${ACCOUNT}:${rest}`;
  const balancing = (path) => {
    const it = id || arn("elasticloadbalancing", `${path}/${unique}`);
    return { id: it, arn: it, arnSuffix: it.split(":").at(-1).replace("loadbalancer/", "") };
  };
  const host = (rest) => `${called.toLowerCase()}.${rest}`;
  const certificate = () => {
    const it = id || arn("acm", `certificate/${unique}`);
    const names = [inputs.domainName, ...(inputs.subjectAlternativeNames ?? [])].filter(Boolean);
    return {
      id: it,
      arn: it,
      domainValidationOptions: names.map((domainName) => ({
        domainName,
        resourceRecordName: `_${hash(domainName, 12)}.${domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${hash(domainName, 12)}.acm-validations.aws.`,
      })),
    };
  };
  const special = {
    "aws:acm/certificate:Certificate": certificate,
    "aws:cloudfront/distribution:Distribution": () => ({
      id: "E" + upper(name), arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E${upper(name)}`,
      domainName: `d${hash(name, 13)}.cloudfront.net`, hostedZoneId: "Z2FDTNDATAQYW2",
    }),
    "aws:ec2/eip:Eip": () => ({ id: `eipalloc-${unique}`, allocationId: `eipalloc-${unique}`, publicIp: "203.0.113.20" }),
    "aws:ec2/instance:Instance": () => ({ primaryNetworkInterfaceId: `eni-${unique}`, privateIp: "10.0.0.30" }),
    "aws:ec2/subnet:Subnet": () => ({ availabilityZone: inputs.availabilityZone ?? region + "a" }),
    "aws:ec2/vpc:Vpc": () => ({
      cidrBlock: "10.0.0.0/16", defaultSecurityGroupId: `sg-${unique}`, mainRouteTableId: `rtb-${unique}`,
      tagsAll: { "sst:component-version": "2", "sst:ref-version": "2" },
    }),
    "aws:cloudwatch/logGroup:LogGroup": () => ({ arn: arn("logs", `log-group:${called}`) }),
    "aws:ec2/vpcEndpoint:VpcEndpoint": () => ({ prefixListId: `pl-${unique}` }),
    "aws:ecs/cluster:Cluster": () => ({ arn: arn("ecs", `cluster/${called}`), tagsAll: { ...inputs.tags, "sst:ref:version": "2.0" } }),
    "aws:ecs/taskDefinition:TaskDefinition": () => ({
      id: inputs.family, arn: arn("ecs", `task-definition/${inputs.family}:1`),
      arnWithoutRevision: arn("ecs", `task-definition/${inputs.family}`), revision: 1,
    }),
    "aws:efs/accessPoint:AccessPoint": () => ({ arn: arn("elasticfilesystem", `access-point/fsap-${unique}`), id: `fsap-${unique}` }),
    "aws:efs/fileSystem:FileSystem": () => ({ arn: arn("elasticfilesystem", `file-system/fs-${unique}`), id: `fs-${unique}` }),
    "aws:elasticache/replicationGroup:ReplicationGroup": () => ({
      port: 6379,
      primaryEndpointAddress: inputs.clusterMode === "enabled" ? "" : `master.${name.toLowerCase()}.cache.amazonaws.com`,
      configurationEndpointAddress: inputs.clusterMode === "enabled" ? `clustercfg.${name.toLowerCase()}.cache.amazonaws.com` : "",
    }),
    "aws:iam/accessKey:AccessKey": () => ({ id: "AKIA" + upper(name), secret: marked(name) }),
    "aws:lb/listener:Listener": () => balancing(`listener/app/${name}`),
    "aws:lb/listenerRule:ListenerRule": () => balancing(`listener-rule/app/${name}`),
    "aws:lb/loadBalancer:LoadBalancer": () => ({
      ...balancing(`loadbalancer/app/${called}`), dnsName: host(`${region}.elb.amazonaws.com`), zoneId: "Z35SXDOTRQ7X7K",
      vpcId: vpc ?? "vpc-looked-up", securityGroups: inputs.securityGroups ?? [`sg-${unique}`],
    }),
    "aws:lb/targetGroup:TargetGroup": () => balancing(`targetgroup/${called}`),
    "aws:rds/cluster:Cluster": () => ({
      arn: arn("rds", `cluster:${inputs.clusterIdentifier}`), id: inputs.clusterIdentifier, port: 5432,
      clusterResourceId: "cluster-" + unique,
      endpoint: host(`cluster-c1.${region}.rds.amazonaws.com`), readerEndpoint: host(`cluster-ro-c1.${region}.rds.amazonaws.com`),
    }),
    "aws:rds/clusterInstance:ClusterInstance": () => ({ port: 5432, endpoint: host(`c1.${region}.rds.amazonaws.com`) }),
    "aws:s3/bucket:Bucket": () => ({
      id: called, bucket: called, arn: `arn:aws:s3:::${called}`,
      bucketDomainName: `${called}.s3.amazonaws.com`, bucketRegionalDomainName: `${called}.s3.${region}.amazonaws.com`,
    }),
    "aws:secretsmanager/secret:Secret": () => {
      const it = id || arn("secretsmanager", `secret:${called}-AbCdEf`);
      return { id: it, arn: it };
    },
    "aws:secretsmanager/secretVersion:SecretVersion": () => ({ arn: inputs.secretId, versionId: hash(name, 32) }),
    "aws:servicediscovery/service:Service": () => ({ arn: arn("servicediscovery", `service/srv-${unique}`) }),
    "aws:sns/topic:Topic": () => ({ id: arn("sns", called), arn: arn("sns", called) }),
    "docker-build:index:Image": () => ({ digest: `sha256:${hash(name, 64)}`, ref: `${inputs.tags?.[0] ?? "image"}@sha256:${hash(name, 64)}` }),
    "random:index/randomBytes:RandomBytes": () => ({ hex: `MARK-generated-${2 * inputs.length}-${name}` }),
    "random:index/randomPassword:RandomPassword": () => ({ result: password(name, inputs) }),
    "random:index/randomString:RandomString": () => ({ result: hash(name, inputs.length) }),
    "tls:index/privateKey:PrivateKey": () => ({ privateKeyOpenssh: marked(name), publicKeyOpenssh: "ssh-rsa AAAA" }),
    "pulumi-nodejs:dynamic:Resource": () => lookup(name, inputs),
  }[type];
  // IAM and CloudFront have no Region in their ARNs.
  const global = ["iam", "cloudfront", "route53"].includes(service) ? "" : region;
  const plainKind = kind[0].toLowerCase() + kind.slice(1);
  const usual = pkg === "aws"
    ? { id: service === "ec2" ? `${plainKind}-${unique}` : called, name: called, arn: arn(service, `${plainKind}/${called}`, global) }
    : { id: `${plainKind}-${unique}` };
  const outputs = { ...inputs, ...usual, tagsAll: inputs.tags, region, ...special?.() };
  const made = { id: id || outputs.id, outputs };
  delete outputs.id;
  return made;
}

// A password that holds each special character that it may hold: who forgets
// to escape it is found out.
function password(name, { length, special = true, overrideSpecial = "!@#$%&*()-_=+[]{}<>:?" }) {
  return (marked(name).replaceAll("-", "") + (special ? overrideSpecial : "") + hash(name, 64)).slice(0, Math.max(length ?? 32, 8));
}

// SST looks some things up by resources of its own kind; their names tell which.
function lookup(name, inputs) {
  const zone = (domain) => "Z" + upper(String(domain).split(".").slice(-2).join("."));
  const kind = name.split(".").at(-1);
  return {
    HostedZoneLookup: () => ({ zoneId: zone(inputs.domain) }),
    ZoneLookup: () => ({ zoneId: zone(inputs.domain), zoneName: String(inputs.domain).split(".").slice(-2).join(".") }),
    DistributionDeploymentWaiter: () => ({ isDone: true }),
  }[kind]?.();
}

/** answerInvoke returns the result of a data source. */
export function answerInvoke({ token, inputs, region, vpc }) {
  const unique = hash(token + JSON.stringify(inputs), 17);
  const balancing = `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}`;
  const owner = { arn: `${balancing}:loadbalancer/app/owner/50dc6c495c0c9188`, listener: `${balancing}:listener/app/owner/50dc6c495c0c9188/f2f7dc8efc522ab2` };
  const subnets = (kind) => [1, 2].map((zone) => `subnet-0a1b2c3d4e5f6${kind}00${zone}`);
  // A look-up by less than both of SST's tags would find things of other stages.
  const asked = (tags) => {
    if (!tags?.["sst:app"] || !tags["sst:stage"]) throw new Error(`${token} without SST's tags`);
    return true;
  };
  const special = {
    "aws:index/getRegion:getRegion": () => ({ id: region, name: region, region }),
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ id: ACCOUNT, accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/someone` }),
    "aws:index/getPartition:getPartition": () => ({ id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ id: region, names: ["a", "b", "c"].map((zone) => region + zone) }),
    "aws:iam/getPolicyDocument:getPolicyDocument": () => ({ json: JSON.stringify(policy(inputs)) }),
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({ userName: "AWS", password: "registry-password", proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${region}.amazonaws.com` }),
    "aws:ec2/getAmi:getAmi": () => ({ id: `ami-${unique}`, imageId: `ami-${unique}` }),
    "aws:ec2/getInstances:getInstances": () => ({ ids: [] }),
    "aws:ec2/getVpc:getVpc": () => ({ cidrBlock: "10.0.0.0/16" }),
    "aws:lb/getListener:getListener": () => ({
      arn: inputs.loadBalancerArn === owner.arn ? owner.listener : `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:listener/app/shared/${unique}`,
    }),
    // What a stage finds of the one whose load balancer it shares, as test/parity/owner.go has it.
    "aws:lb/getLoadBalancer:getLoadBalancer": () => asked(inputs.tags) && ({
      arn: owner.arn, securityGroups: ["sg-0a1b2c3d4e5f60001"], vpcId: vpc ?? "vpc-0a1b2c3d4e5f60003", subnets: subnets(0),
    }),
    "aws:ec2/getSecurityGroup:getSecurityGroup": () => asked(inputs.tags) && ({ id: "sg-0a1b2c3d4e5f60002" }),
    "aws:ec2/getSubnets:getSubnets": () => ({ ids: subnets(1) }),
    "aws:route53/getZone:getZone": () => ({ zoneId: inputs.zoneId ?? "Z" + upper(String(inputs.name)), name: inputs.name ?? "example.com" }),
    "aws:secretsmanager/getSecretVersion:getSecretVersion": () => ({
      secretString: JSON.stringify({ username: "postgres", password: marked("Looked"), authToken: marked("Looked") }),
    }),
  }[token];
  return { id: unique, ...inputs, ...special?.() };
}

// The provider writes IAM documents by itself, without asking AWS.
function policy({ statements = [], version = "2012-10-17" }) {
  const one = (list) => (list?.length === 1 ? list[0] : list);
  return {
    Version: version,
    Statement: statements.map((s) => ({
      Sid: s.sid,
      Effect: s.effect ?? "Allow",
      Action: one(s.actions),
      NotAction: one(s.notActions),
      Resource: one(s.resources),
      NotResource: one(s.notResources),
      Principal: s.principals && Object.fromEntries(s.principals.map((p) => [p.type, one(p.identifiers)])),
      Condition: s.conditions && group(s.conditions),
    })),
  };

  function group(conditions) {
    const by = {};
    for (const c of conditions) (by[c.test] ??= {})[c.variable] = one(c.values);
    return by;
  }
}
