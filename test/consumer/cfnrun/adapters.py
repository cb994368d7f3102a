"""What moto's CloudFormation lacks, made through moto's own service APIs.

moto skips a type that it does not know without an error, so a stack that says
CREATE_COMPLETE proves nothing about it. Here each such type becomes one call of
its service's API: botocore holds the arguments against the service's model, moto
keeps the resource, and deploy.py looks it up there afterwards. Properties that
the API call does not take are listed in the report, never dropped in silence.

What is not covered is listed in NOT_COVERED below.
"""
import copy
import functools
import json
import re

import boto3
from botocore.config import Config
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel

# What no run of this engine shows.
NOT_COVERED = [
    "quotas, capacity of zones, service-linked roles, timings",
    "IAM evaluation: policies are stored, but not evaluated",
    "validation of certificates by DNS: they are issued at once",
    "containers: none starts, so circuit breaker, scaling and health checks are stored only",
    "DeletionPolicy Snapshot: what has it is deleted without a copy",
    "ElastiCache subnet groups: moto has no way to make or look up one, arguments are checked only",
    "attributes of load balancers and target groups: moto's CloudFormation drops them",
    "what an update changes in place, but for rules of security groups: the rest stays as it was made",
    "what an update does to resources that only refer to a changed one",
]

endpoint = None  # of the server, set by deploy.py
left_out = set()  # "Type.Property": not taken by the API call


@functools.cache
def client(service, region):
    return boto3.client(service, region_name=region, endpoint_url=endpoint, aws_access_key_id="x", aws_secret_access_key="x",
                        config=Config(retries={"total_max_attempts": 1}))


def shaped(shape, value, where):
    """A CloudFormation value in the form of a botocore shape."""
    if shape.type_name == "structure":
        members = {name.lower(): name for name in shape.members}
        if isinstance(value, list) and set(shape.members) >= {"Quantity", "Items"}:  # CloudFront's lists
            return {"Quantity": len(value), "Items": shaped(shape.members["Items"], value, where)}
        result = {}
        for key, part in value.items():
            name = members.get(key.lower()) or members.get("is" + key.lower())
            if name is None:
                left_out.add(f"{where}.{key}")
                continue
            result[name] = shaped(shape.members[name], part, f"{where}.{key}")
        return result
    if shape.type_name == "list":
        return [shaped(shape.member, part, where) for part in (value if isinstance(value, list) else [value])]
    if shape.type_name == "map":
        return {key: shaped(shape.value, part, where) for key, part in value.items()}
    if shape.type_name in ("integer", "long"):
        return int(value)
    if shape.type_name in ("float", "double"):
        return float(value)
    if shape.type_name == "boolean":
        return str(value).lower() == "true"
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def call(service, region, operation, where, **arguments):
    c = client(service, region)
    shape = c.meta.service_model.operation_model(c.meta.method_to_api_mapping[operation]).input_shape
    return getattr(c, operation)(**shaped(shape, arguments, where))


class Made:
    """A resource that an adapter made: its id, its attributes, how to undo it."""

    def __init__(self, physical, attributes=None, undo=None):
        self.physical, self.attributes, self.undo = physical, attributes or {}, undo or (lambda: None)


def adapts(kind):
    """Registers a function (properties, name, region) -> Made as moto's model of a type."""

    def register(make):
        def create(cls, resource_name, cloudformation_json, account_id, region_name, **_):
            self = cls()
            self.properties = cloudformation_json.get("Properties", {})
            self.made = make(self.properties, resource_name, region_name)
            self.physical_resource_id = self.made.physical
            return self

        def update(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
            original_resource.made.undo()
            return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

        type("Adapted" + kind.replace("::", ""), (CloudFormationModel,), {
            "cloudformation_type": staticmethod(lambda: kind),
            "cloudformation_name_type": staticmethod(lambda: ""),
            "create_from_cloudformation_json": classmethod(create),
            "update_from_cloudformation_json": classmethod(update),
            "has_cfn_attr": classmethod(lambda cls, name: True),
            "get_cfn_attribute": lambda self, name: self.made.attributes[name],
            "is_created": lambda self: True,
            "delete": lambda self, account_id, region_name: self.made.undo(),
        })
        ADAPTED.append(kind)
        return make

    return register


ADAPTED = []


def short(name, length):
    """A name in the form that most services take: lower case, short, unique at its end."""
    return "x" + re.sub(r"[^a-z0-9-]", "", name.lower())[-length:].strip("-")


@adapts("AWS::EC2::SecurityGroupIngress")  # moto's own has no id and cannot be undone
def _(p, name, region):
    rule = {"IpProtocol": p["IpProtocol"], "FromPort": p["FromPort"], "ToPort": p["ToPort"],
            "UserIdGroupPairs": [{"GroupId": p["SourceSecurityGroupId"], "Description": p["Description"]}]}
    arguments = {"GroupId": p["GroupId"], "IpPermissions": [rule]}
    made = call("ec2", region, "authorize_security_group_ingress", "SecurityGroupIngress", **arguments)
    number = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    return Made(number, {"Id": number}, lambda: call("ec2", region, "revoke_security_group_ingress", "", **arguments))


@adapts("AWS::EC2::SubnetRouteTableAssociation")  # moto's own has the route table's id
def _(p, name, region):
    number = call("ec2", region, "associate_route_table", "SubnetRouteTableAssociation", **p)["AssociationId"]
    return Made(number, {"Id": number}, lambda: client("ec2", region).disassociate_route_table(AssociationId=number))


@adapts("AWS::Route53::RecordSetGroup")  # moto's own cannot be deleted
def _(p, name, region):
    zone = p["HostedZoneId"]
    records = [{**r, "ResourceRecords": [{"Value": v} for v in r["ResourceRecords"]]} if "ResourceRecords" in r else r for r in p["RecordSets"]]
    for record in records:
        if "AliasTarget" in record:
            record["AliasTarget"].setdefault("EvaluateTargetHealth", False)

    def change(action):
        call("route53", region, "change_resource_record_sets", "RecordSetGroup", HostedZoneId=zone,
             ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": r} for r in records]})

    change("CREATE")
    return Made("|".join([zone, records[0]["Name"], records[0]["Type"]]), {}, lambda: change("DELETE"))


@adapts("AWS::SecretsManager::Secret")
def _(p, name, region):
    p, generate = dict(p), p.get("GenerateSecretString")
    p.pop("GenerateSecretString", None)
    if generate:
        template, key = generate.get("SecretStringTemplate"), generate.get("GenerateStringKey")
        rest = {k: v for k, v in generate.items() if k not in ("SecretStringTemplate", "GenerateStringKey")}
        value = call("secretsmanager", region, "get_random_password", "Secret", **rest)["RandomPassword"]
        if key:
            value = json.dumps(json.loads(template or "{}") | {key: value})
        p["SecretString"] = value
    arn = call("secretsmanager", region, "create_secret", "Secret", Name=name, **p)["ARN"]
    return Made(arn, {"Id": arn},
                lambda: client("secretsmanager", region).delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True))


@adapts("AWS::KMS::Key")  # moto's own cannot be described
def _(p, name, region):
    arguments = {"Policy": p["KeyPolicy"], "Description": p["Description"]}
    meta = call("kms", region, "create_key", "Key", **arguments)["KeyMetadata"]
    if p.get("EnableKeyRotation"):
        client("kms", region).enable_key_rotation(KeyId=meta["KeyId"])
    return Made(meta["KeyId"], {"Arn": meta["Arn"], "KeyId": meta["KeyId"]},
                lambda: client("kms", region).schedule_key_deletion(KeyId=meta["KeyId"]))


@adapts("AWS::RDS::DBSubnetGroup")  # moto's own has no id
def _(p, name, region):
    number = short(name, 40)
    call("rds", region, "create_db_subnet_group", "DBSubnetGroup", DBSubnetGroupName=number, **p)
    return Made(number, {}, lambda: client("rds", region).delete_db_subnet_group(DBSubnetGroupName=number))


@adapts("AWS::RDS::DBClusterParameterGroup")
def _(p, name, region):
    number = short(name, 40)
    call("rds", region, "create_db_cluster_parameter_group", "DBClusterParameterGroup", DBClusterParameterGroupName=number,
         DBParameterGroupFamily=p["Family"], Description=p["Description"])
    client("rds", region).modify_db_cluster_parameter_group(DBClusterParameterGroupName=number, Parameters=[
        {"ParameterName": k, "ParameterValue": v, "ApplyMethod": "immediate"} for k, v in p["Parameters"].items()])
    return Made(number, {}, lambda: client("rds", region).delete_db_cluster_parameter_group(DBClusterParameterGroupName=number))


@adapts("AWS::RDS::DBCluster")
def _(p, name, region):
    number = p.get("DBClusterIdentifier") or short(name, 40)
    made = call("rds", region, "create_db_cluster", "DBCluster", **{**p, "DBClusterIdentifier": number})["DBCluster"]
    return Made(number, {"Endpoint.Address": made["Endpoint"], "Endpoint.Port": str(made["Port"]), "DBClusterArn": made["DBClusterArn"]},
                lambda: client("rds", region).delete_db_cluster(DBClusterIdentifier=number, SkipFinalSnapshot=True))


@adapts("AWS::RDS::DBInstance")  # moto's own fails for members of a cluster
def _(p, name, region):
    number = short(name, 40)
    call("rds", region, "create_db_instance", "DBInstance", DBInstanceIdentifier=number, **p)
    return Made(number, {}, lambda: client("rds", region).delete_db_instance(DBInstanceIdentifier=number, SkipFinalSnapshot=True))


@adapts("AWS::S3::BucketPolicy")
def _(p, name, region):
    client("s3", region).put_bucket_policy(Bucket=p["Bucket"], Policy=json.dumps(p["PolicyDocument"]))
    return Made(p["Bucket"], {}, lambda: client("s3", region).delete_bucket_policy(Bucket=p["Bucket"]))


@adapts("AWS::EFS::AccessPoint")  # moto's own has no id
def _(p, name, region):
    p = dict(p)
    p["Tags"] = p.pop("AccessPointTags", [])
    made = call("efs", region, "create_access_point", "AccessPoint", ClientToken=short(name, 60), **p)
    number = made["AccessPointId"]
    return Made(number, {"Arn": made["AccessPointArn"], "AccessPointId": number},
                lambda: client("efs", region).delete_access_point(AccessPointId=number))


@adapts("AWS::ElastiCache::SubnetGroup")
def _(p, name, region):
    c = client("elasticache", region)
    shape = c.meta.service_model.operation_model("CreateCacheSubnetGroup").input_shape
    shaped(shape, {"CacheSubnetGroupDescription": p["Description"], "SubnetIds": p["SubnetIds"]}, "SubnetGroup")
    return Made(short(name, 40))


@adapts("AWS::ElastiCache::ReplicationGroup")
def _(p, name, region):
    number, p = short(name, 30), dict(p)
    p.pop("CacheSubnetGroupName")
    left_out.add("ReplicationGroup.CacheSubnetGroupName")
    call("elasticache", region, "create_replication_group", "ReplicationGroup", ReplicationGroupId=number, **p)
    return Made(number, {"PrimaryEndPoint.Address": number + ".cache.amazonaws.com", "PrimaryEndPoint.Port": "6379"},
                lambda: client("elasticache", region).delete_replication_group(ReplicationGroupId=number))


@adapts("AWS::CertificateManager::Certificate")
def _(p, name, region):
    p = dict(p)
    zones = {o["DomainName"] for o in p.pop("DomainValidationOptions", []) if o.get("HostedZoneId")}
    names = {p["DomainName"], *p.get("SubjectAlternativeNames", [])}
    if zones != names:
        raise ValueError(f"a certificate for {names} is validated for {zones}")
    arn = call("acm", region, "request_certificate", "Certificate", **p)["CertificateArn"]
    return Made(arn, {}, lambda: client("acm", region).delete_certificate(CertificateArn=arn))


@adapts("AWS::CloudFront::Distribution")
def _(p, name, region):
    config = {"CallerReference": name, **copy.deepcopy(p["DistributionConfig"])}
    for origin in config["Origins"]:  # what CloudFormation adds itself
        origin["CustomOriginConfig"] = {"HTTPPort": 80, "HTTPSPort": 443} | origin["CustomOriginConfig"]
        origin["CustomOriginConfig"].setdefault("OriginSSLProtocols", ["TLSv1.2"])
    if "Logging" in config:
        config["Logging"]["Enabled"] = True
    for behaviour in [config["DefaultCacheBehavior"], *config.get("CacheBehaviors", [])]:
        methods = behaviour.get("AllowedMethods")
        if methods:
            behaviour["AllowedMethods"] = {"Quantity": len(methods), "Items": methods}
    made = call("cloudfront", region, "create_distribution", "Distribution", DistributionConfig=config)["Distribution"]
    number = made["Id"]

    def undo():
        c = client("cloudfront", region)
        current = c.get_distribution_config(Id=number)
        current["DistributionConfig"]["Enabled"] = False
        tag = c.update_distribution(Id=number, DistributionConfig=current["DistributionConfig"], IfMatch=current["ETag"])["ETag"]
        c.delete_distribution(Id=number, IfMatch=tag)

    return Made(number, {"DomainName": made["DomainName"], "Id": number}, undo)


@adapts("AWS::ApplicationAutoScaling::ScalableTarget")
def _(p, name, region):
    key = {k: p[k] for k in ("ServiceNamespace", "ResourceId", "ScalableDimension")}
    call("application-autoscaling", region, "register_scalable_target", "ScalableTarget", **p)
    return Made("|".join([key["ResourceId"], key["ScalableDimension"], key["ServiceNamespace"]]), {},
                lambda: client("application-autoscaling", region).deregister_scalable_target(**key))


@adapts("AWS::ApplicationAutoScaling::ScalingPolicy")
def _(p, name, region):
    p = dict(p)
    resource, dimension, namespace = p.pop("ScalingTargetId").split("|")
    key = {"PolicyName": p["PolicyName"], "ServiceNamespace": namespace, "ResourceId": resource, "ScalableDimension": dimension}
    made = call("application-autoscaling", region, "put_scaling_policy", "ScalingPolicy", **(p | key))
    return Made(made["PolicyARN"], {}, lambda: client("application-autoscaling", region).delete_scaling_policy(**key))


@adapts("AWS::CloudWatch::Alarm")
def _(p, name, region):
    call("cloudwatch", region, "put_metric_alarm", "Alarm", AlarmName=name, **p)
    return Made(name, {}, lambda: client("cloudwatch", region).delete_alarms(AlarmNames=[name]))


@adapts("AWS::SNS::TopicPolicy")
def _(p, name, region):
    for topic in p["Topics"]:
        client("sns", region).set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(p["PolicyDocument"]))
    return Made(name)


@adapts("AWS::WAFv2::WebACL")
def _(p, name, region):
    number = short(name, 40)
    made = call("wafv2", region, "create_web_acl", "WebACL", Name=number, **p)["Summary"]

    def undo():
        c = client("wafv2", region)
        lock = c.get_web_acl(Name=number, Scope=p["Scope"], Id=made["Id"])["LockToken"]
        c.delete_web_acl(Name=number, Scope=p["Scope"], Id=made["Id"], LockToken=lock)

    return Made("|".join([number, made["Id"], p["Scope"]]), {"Arn": made["ARN"], "Id": made["Id"]}, undo)


@adapts("AWS::WAFv2::WebACLAssociation")
def _(p, name, region):
    call("wafv2", region, "associate_web_acl", "WebACLAssociation", **p)
    return Made("|".join([p["WebACLArn"], p["ResourceArn"]]), {},
                lambda: client("wafv2", region).disassociate_web_acl(ResourceArn=p["ResourceArn"]))


@adapts("AWS::WAFv2::LoggingConfiguration")
def _(p, name, region):
    call("wafv2", region, "put_logging_configuration", "LoggingConfiguration", LoggingConfiguration=p)
    return Made(p["ResourceArn"], {}, lambda: client("wafv2", region).delete_logging_configuration(ResourceArn=p["ResourceArn"]))


@adapts("AWS::ElasticLoadBalancingV2::ListenerCertificate")
def _(p, name, region):
    call("elbv2", region, "add_listener_certificates", "ListenerCertificate", **p)
    return Made(p["ListenerArn"] + "|" + p["Certificates"][0]["CertificateArn"], {},
                lambda: call("elbv2", region, "remove_listener_certificates", "ListenerCertificate", **p))
