# One stage, one task of each kind, one database: everything that Sluice needs, and nothing twice.

data "aws_caller_identity" "current" {}

resource "aws_ecs_cluster" "this" {
  name = var.name
}

resource "aws_security_group" "service" {
  name        = "${var.name}-service"
  description = "Tooling service"
  vpc_id      = var.network.vpc_id
}

module "gateway" {
  source                 = "../../modules/gateway"
  name                   = var.name
  console_origin         = var.console.origin
  roles                  = module.identity.roles
  stages                 = { prod = { vpc_link_id = module.edge.vpc_link_id, backend_host = var.service.backend_host } }
  gate_secrets           = { prod = var.gate_secrets[0] }
  manage_account_logging = var.manage_account_logging
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
  name                      = var.name
  vpc_id                    = var.network.vpc_id
  subnet_ids                = var.network.private_subnet_ids
  certificate_arn           = var.service.certificate_arn
  service_security_group_id = aws_security_group.service.id
  deletion_protection       = var.deletion_protection
}

module "service" {
  source               = "../../modules/service"
  name                 = var.name
  account_id           = data.aws_caller_identity.current.account_id
  region               = var.region
  security_group_id    = aws_security_group.service.id
  subnet_ids           = var.network.private_subnet_ids
  cluster_arn          = aws_ecs_cluster.this.arn
  image                = var.service.image
  cpu_architecture     = var.cpu_architecture
  image_repository_arn = var.service.image_repository_arn
  http                 = { min = 1, max = 2 }
  worker               = { min = 1, max = 1 }
  target_group_arn     = module.edge.target_group_arn
  console_origin       = var.console.origin
  idp                  = { issuer = var.okta.issuer, certificates = var.okta.certificates }
  roles                = module.identity.roles
  gate_secrets         = var.gate_secrets
  database_url_secret  = module.database.url_secret
  customer_principals  = var.customer_principals
  archive              = var.archive
  replay               = var.replay
  segment              = var.segment
  secret_kms_key_arns  = compact([try(var.segment.kms_key_arn, null)])
  deletion_protection  = var.deletion_protection
}

module "database" {
  source                   = "../../modules/database"
  name                     = var.name
  vpc_id                   = var.network.vpc_id
  subnet_ids               = var.network.private_subnet_ids
  client_security_group_id = aws_security_group.service.id
  password                 = var.database_password
  operators                = var.network.database_operators
  password_version         = var.secret_versions.database
  instance_class           = "db.t4g.small"
  multi_az                 = false
  deletion_protection      = var.deletion_protection
}

module "console" {
  source                 = "../../modules/console"
  name                   = var.name
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
  tasks                  = 1
  certificate_arn        = var.console.certificate_arn
  console_origin         = var.console.origin
  idp                    = { issuer = var.okta.issuer, sso_url = var.okta.sso_url, certificates = var.okta.certificates }
  gate_url               = module.gateway.invoke_urls["prod"]
  identity_pool_id       = module.identity.identity_pool_id
  saml_provider_arn      = module.identity.saml_provider_arn
  cookie_secrets         = var.console_secrets
  cookie_secrets_version = var.secret_versions.console
  deletion_protection    = var.deletion_protection
}

module "alarms" {
  source             = "../../modules/alarms"
  name               = var.name
  topic_arns         = var.alarm_topic_arns
  service_log_group  = module.service.log_group
  gate_log_group     = module.gateway.access_log_groups["prod"]
  console_dimensions = module.console.dimensions

  dimensions = {
    ApiName              = module.gateway.api_name
    Stage                = "prod"
    LoadBalancer         = module.edge.dimensions.LoadBalancer
    TargetGroup          = module.edge.dimensions.TargetGroup
    DBInstanceIdentifier = module.database.identifier
  }
}
