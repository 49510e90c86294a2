# Two stages with backends of their own behind one gate; everything in two zones, under a key of our own, with a second
# place for the heads of the audit chain. The gate's CORS rules name one origin, so there is one console, of prod; beta
# is tried from a terminal.

data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  stages     = toset(["prod", "beta"])
  sizes = {
    prod = { http = { min = 2, max = 8 }, worker = { min = 2, max = 6 }, database = "db.m7g.large" }
    beta = { http = { min = 1, max = 2 }, worker = { min = 1, max = 1 }, database = "db.t4g.medium" }
  }
}

resource "aws_ecs_cluster" "this" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_security_group" "service" {
  for_each    = local.stages
  name        = "${var.name}-${each.key}-service"
  description = "Tooling service"
  vpc_id      = var.network.vpc_id
}

module "gateway" {
  source                 = "../../modules/gateway"
  name                   = var.name
  console_origin         = var.console.origin
  roles                  = module.identity.roles
  gate_secrets           = { for stage in local.stages : stage => var.gate_secrets[stage][0] }
  log_kms_key_arn        = aws_kms_key.this.arn
  manage_account_logging = var.manage_account_logging

  stages = {
    for stage in local.stages : stage => {
      vpc_link_id  = module.edge[stage].vpc_link_id
      backend_host = var.backends[stage].host
    }
  }
}

module "identity" {
  source            = "../../modules/identity"
  name              = var.name
  saml_metadata     = var.okta.metadata
  cli_saml_metadata = var.okta.cli_metadata
  api_execution_arn = module.gateway.execution_arn
}

module "edge" {
  source                    = "../../modules/edge"
  for_each                  = local.stages
  name                      = "${var.name}-${each.key}"
  vpc_id                    = var.network.vpc_id
  subnet_ids                = var.network.private_subnet_ids
  certificate_arn           = var.backends[each.key].certificate_arn
  service_security_group_id = aws_security_group.service[each.key].id
  deletion_protection       = var.deletion_protection
  metrics_readers           = var.network.metrics_readers
}

module "service" {
  source                  = "../../modules/service"
  for_each                = local.stages
  name                    = "${var.name}-${each.key}"
  account_id              = local.account_id
  region                  = var.region
  security_group_id       = aws_security_group.service[each.key].id
  subnet_ids              = var.network.private_subnet_ids
  cluster_arn             = aws_ecs_cluster.this.arn
  image                   = var.backends[each.key].image
  cpu_architecture        = var.cpu_architecture
  image_repository_arn    = var.backends[each.key].image_repository_arn
  http                    = local.sizes[each.key].http
  worker                  = local.sizes[each.key].worker
  target_group_arn        = module.edge[each.key].target_group_arn
  console_origin          = var.console.origin
  idp                     = { issuer = var.okta.issuer, certificates = var.okta.certificates }
  roles                   = module.identity.roles
  gate_secrets            = var.gate_secrets[each.key]
  gate_secret_kms_key_arn = aws_kms_key.this.arn
  secret_kms_key_arns     = compact([aws_kms_key.this.arn, try(var.segment.kms_key_arn, null)])
  database_url_secret     = module.database[each.key].url_secret
  customer_principals     = var.customer_principals
  archive                 = var.archive
  replay                  = var.replay
  segment                 = var.segment
  log_kms_key_arn         = aws_kms_key.this.arn
  deletion_protection     = var.deletion_protection
}

module "database" {
  source                   = "../../modules/database"
  for_each                 = local.stages
  name                     = "${var.name}-${each.key}"
  vpc_id                   = var.network.vpc_id
  subnet_ids               = var.network.private_subnet_ids
  client_security_group_id = aws_security_group.service[each.key].id
  password                 = var.database_passwords[each.key]
  operators                = var.network.database_operators
  password_version         = var.secret_versions.database[each.key]
  instance_class           = local.sizes[each.key].database
  multi_az                 = true
  deletion_protection      = var.deletion_protection
  backup_days              = 35
  kms_key_arn              = aws_kms_key.this.arn
  log_kms_key_arn          = aws_kms_key.this.arn
}

module "console" {
  source                 = "../../modules/console"
  name                   = "${var.name}-prod"
  environment            = "production"
  region                 = var.region
  vpc_id                 = var.network.console.vpc_id
  subnet_ids             = var.network.console.subnet_ids
  route_table_ids        = var.network.console.route_table_ids
  staff_cidrs            = var.network.staff_cidrs
  cluster_arn            = aws_ecs_cluster.this.arn
  image                  = var.console.image
  cpu_architecture       = var.cpu_architecture
  image_repository_arn   = var.console.image_repository_arn
  certificate_arn        = var.console.certificate_arn
  console_origin         = var.console.origin
  idp                    = { issuer = var.okta.issuer, sso_url = var.okta.sso_url, certificates = var.okta.certificates }
  gate_url               = module.gateway.invoke_urls["prod"]
  identity_pool_id       = module.identity.identity_pool_id
  saml_provider_arn      = module.identity.saml_provider_arn
  cookie_secrets         = var.console_secrets
  cookie_secrets_version = var.secret_versions.console
  deletion_protection    = var.deletion_protection
  kms_key_arn            = aws_kms_key.this.arn
  log_kms_key_arn        = aws_kms_key.this.arn
}

module "audit" {
  source         = "../../modules/audit"
  name           = "${var.name}-prod"
  bucket         = var.audit.bucket
  retention_days = var.audit.retention_days
  writer_arns    = [module.service["prod"].task_role_arn]
  kms_key_arn    = aws_kms_key.this.arn
}

module "alarms" {
  source             = "../../modules/alarms"
  for_each           = local.stages
  name               = "${var.name}-${each.key}"
  topic_arns         = var.alarm_topic_arns
  service_log_group  = module.service[each.key].log_group
  gate_log_group     = module.gateway.access_log_groups[each.key]
  console_dimensions = each.key == "prod" ? module.console.dimensions : null

  dimensions = {
    ApiName              = module.gateway.api_name
    Stage                = each.key
    LoadBalancer         = module.edge[each.key].dimensions.LoadBalancer
    TargetGroup          = module.edge[each.key].dimensions.TargetGroup
    DBInstanceIdentifier = module.database[each.key].identifier
  }
}
