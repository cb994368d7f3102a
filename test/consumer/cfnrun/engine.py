"""moto's CloudFormation where it goes astray on templates like ours.

Each change is here with what it fixes; the types that moto skips are in
adapters.py.
"""
import functools
import json
import os
import re

import yaml
from moto import backends
from moto.cloudformation import models, parsing
from moto.cloudformation.utils import yaml_tag_constructor
from moto.core import responses
from moto.core.common_models import CloudFormationModel

import adapters

plain_clean, plain_create = parsing.clean_json, parsing.parse_and_create_resource
plain_execute = models.CloudFormationBackend.execute_change_set
plain_diff = parsing.ResourceMap.build_resource_diff

DYNAMIC = re.compile(r"\{\{resolve:secretsmanager:(.+?):SecretString(?::([^:}]*))?\}\}|\{\{resolve:secretsmanager:([^}]+?)\}\}")

# Attributes that moto's resources do not have: by type and name.
ATTRIBUTES = {
    ("AWS::EFS::FileSystem", "Arn"): lambda r: r.file_system_arn,
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "CanonicalHostedZoneID"): lambda r: "Z35SXDOTRQ7X7K",
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName"): lambda r: r.physical_resource_id.split(":loadbalancer/")[1],
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName"): lambda r: r.physical_resource_id.split(":")[-1],
}


def secret_value(match, region):
    secret, key = match.group(1) or match.group(3), match.group(2)
    text = adapters.client("secretsmanager", region).get_secret_value(SecretId=secret)["SecretString"]
    return json.loads(text)[key] if key else text


def clean_json(value, resources):
    """GetAtt A.B.C is cut to B, and dynamic references stay text."""
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        name, attribute = value["Fn::GetAtt"][0], ".".join(value["Fn::GetAtt"][1:])
        resource = resources[name]
        extra = ATTRIBUTES.get((getattr(resource, "cf_resource_type", ""), attribute))
        if extra:
            return extra(resource)
        value = {"Fn::GetAtt": [name, attribute]}
    cleaned = plain_clean(value, resources)
    if isinstance(cleaned, str) and "{{resolve:" in cleaned and "${" not in cleaned:
        return DYNAMIC.sub(lambda m: secret_value(m, resources["AWS::Region"]), cleaned)
    return cleaned


failures = []  # "Id (Type): what the service said", which moto's answer does not tell


def create(logical_id, declared, *args, **kwargs):
    """Reports the resource that failed, and why."""
    try:
        return plain_create(logical_id, declared, *args, **kwargs)
    except Exception as e:
        failures.append(f"{logical_id} ({declared['Type']}): {type(e).__name__}: {e}")
        raise


def build_resource_diff(self, other, parameters=None):
    """moto adds empty properties to what is deployed, and then calls that a change."""
    for resource in other["Resources"].values():
        resource.setdefault("Properties", {})
    return plain_diff(self, other, parameters)


def execute_change_set(self, *args, **kwargs):
    """A stack that a change set made has no outputs, exports nothing and imports nothing."""
    for stack in self.stacks.values():
        stack.cross_stack_resources = stack.resource_map.cross_stack_resources = self.exports
    plain_execute(self, *args, **kwargs)
    for stack in self.stacks.values():
        stack._parse_template()
        stack.output_map = stack._create_output_map()
        self.exports.update((export.name, export) for export in stack.exports)


def delete(self):
    """moto deletes in no order and stops early: this goes back through the creation."""
    drop(self, reversed(list(self._parsed_resources)))


def drop(resources, names):
    """Deletes resources unless they are retained."""
    for name in names:
        resource, declared = resources._parsed_resources[name], resources._resource_json_map.get(name)
        if declared is None or resource is None or declared.get("DeletionPolicy") == "Retain":
            continue
        undo = UNDO.get(declared["Type"])
        try:
            if undo:
                undo(lambda service: adapters.client(service, resources._region_name), resource.physical_resource_id)
            else:
                resources._delete_resource(resource, declared)
        except Exception as e:
            failures.append(f"deletion of {name} ({declared['Type']}): {type(e).__name__}: {e}")


def update(self, template, parameters=None):
    """moto deletes first and makes another security group for a changed one. CloudFormation
    makes what is new, changes the rest, and deletes last what is gone."""
    actions = self.build_resource_diff(template, parameters)
    gone = [name for name in reversed(list(self._parsed_resources)) if name in actions["Remove"]]
    declared = self._resource_json_map
    self._template = template
    if parameters:
        self.input_parameters = parameters
    self.load_mapping()
    self.load_parameters()
    self.load_conditions()
    self._resource_json_map = template["Resources"]
    for name in actions["Add"]:
        _ = self[name]
    for name in actions["Modify"]:
        change(self, name, template["Resources"][name])
    self._resource_json_map = {**declared, **template["Resources"]}
    drop(self, gone)
    for name in gone:
        del self._parsed_resources[name]
    self._resource_json_map = template["Resources"]


def change(resources, name, declared):
    """Task definitions get another revision, security groups other rules. What else
    changes in place stays as it was made, see NOT_COVERED."""
    region = resources._region_name
    if declared["Type"] == "AWS::ECS::TaskDefinition":
        resources._parsed_resources[name] = parsing.parse_and_update_resource(name, declared, resources, account_id=resources._account_id, region_name=region)
    elif declared["Type"] == "AWS::EC2::SecurityGroup":
        ec2, group = adapters.client("ec2", region), resources[name].physical_resource_id
        properties = parsing.clean_json(declared["Properties"], resources)
        was = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        own = [p for p in was["IpPermissionsEgress"]]
        if own:
            ec2.revoke_security_group_egress(GroupId=group, IpPermissions=own)
        for rule in properties.get("SecurityGroupEgress", []):
            adapters.call("ec2", region, "authorize_security_group_egress", "SecurityGroup", GroupId=group, IpPermissions=[permission(rule)])


def permission(rule):
    """An inline rule of a security group as its service takes it."""
    out = {k: rule[k] for k in ("IpProtocol", "FromPort", "ToPort") if k in rule}
    if "CidrIp" in rule:
        out["IpRanges"] = [{"CidrIp": rule["CidrIp"]}]
    else:
        out["UserIdGroupPairs"] = [{"GroupId": rule["DestinationSecurityGroupId"]}]
    return out


def drop_policy(c, arn):
    iam = c("iam")
    entities = iam.list_entities_for_policy(PolicyArn=arn)
    for role in entities["PolicyRoles"]:
        iam.detach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
    for user in entities["PolicyUsers"]:
        iam.detach_user_policy(UserName=user["UserName"], PolicyArn=arn)
    iam.delete_policy(PolicyArn=arn)


def drop_role(c, name):
    for policy in c("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"]:  # AWS's own
        c("iam").detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    c("iam").delete_role(RoleName=name)


def drop_gateway(c, number):
    ec2 = c("ec2")
    for gateway in ec2.describe_internet_gateways(InternetGatewayIds=[number])["InternetGateways"]:
        for attachment in gateway["Attachments"]:
            ec2.detach_internet_gateway(InternetGatewayId=number, VpcId=attachment["VpcId"])
    ec2.delete_internet_gateway(InternetGatewayId=number)


def drop_address(c, ip):
    for address in c("ec2").describe_addresses(Filters=[{"Name": "public-ip", "Values": [ip]}])["Addresses"]:
        c("ec2").release_address(AllocationId=address["AllocationId"])


# Types whose deletion moto's CloudFormation leaves out, or does at the wrong place.
UNDO = {
    "AWS::EC2::EIP": drop_address,
    "AWS::EC2::FlowLog": lambda c, i: c("ec2").delete_flow_logs(FlowLogIds=[i]),
    "AWS::EC2::Instance": lambda c, i: c("ec2").terminate_instances(InstanceIds=[i]),
    "AWS::EC2::InternetGateway": drop_gateway,
    "AWS::EC2::NatGateway": lambda c, i: c("ec2").delete_nat_gateway(NatGatewayId=i),
    "AWS::EC2::Route": lambda c, i: c("ec2").delete_route(RouteTableId=i.split("~")[0], DestinationCidrBlock=i.split("~")[1]),
    "AWS::EC2::RouteTable": lambda c, i: c("ec2").delete_route_table(RouteTableId=i),
    "AWS::EC2::VPCEndpoint": lambda c, i: c("ec2").delete_vpc_endpoints(VpcEndpointIds=[i]),
    "AWS::EC2::VPCGatewayAttachment": lambda c, i: None,  # goes with the gateway
    "AWS::ECS::Cluster": lambda c, i: c("ecs").delete_cluster(cluster=i),
    "AWS::ECS::Service": lambda c, i: c("ecs").delete_service(cluster=i.split("/")[1], service=i.split("/")[2], force=True),
    "AWS::ECS::TaskDefinition": lambda c, i: c("ecs").deregister_task_definition(taskDefinition=i),
    "AWS::ElasticLoadBalancingV2::Listener": lambda c, i: c("elbv2").delete_listener(ListenerArn=i),
    "AWS::ElasticLoadBalancingV2::ListenerRule": lambda c, i: c("elbv2").delete_rule(RuleArn=i),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": lambda c, i: c("elbv2").delete_load_balancer(LoadBalancerArn=i),
    "AWS::ElasticLoadBalancingV2::TargetGroup": lambda c, i: c("elbv2").delete_target_group(TargetGroupArn=i),
    "AWS::IAM::ManagedPolicy": drop_policy,
    "AWS::IAM::Role": drop_role,
}


def hurry():
    """A third of moto's time goes into what it does again and again to the same end."""
    if yaml.__with_libyaml__:  # the parser in C, where there is one; moto parses a template seven times
        yaml.CLoader.add_multi_constructor("", yaml_tag_constructor)
        yaml.Loader = yaml.CLoader
    # Five hundred images in every region and deployment, which nothing looks at: an instance
    # of an unknown image is made all the same.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    modules = list(backends.list_of_moto_modules())  # a listing of its directory
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


def install():
    hurry()
    parsing.clean_json = clean_json
    parsing.parse_and_create_resource = create
    models.CloudFormationBackend.execute_change_set = execute_change_set
    parsing.ResourceMap.build_resource_diff = build_resource_diff
    parsing.ResourceMap.delete = delete
    parsing.ResourceMap.update = update
    parsing.get_model_list = lambda: CloudFormationModel.__subclasses__()
    parsing.get_model_map.cache_clear()
    parsing.get_name_type_map.cache_clear()
