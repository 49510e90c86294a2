# PostgreSQL that the service alone reaches. Its password goes into the instance and into the secret by write-only
# arguments, so it never stands in a plan or in the state.

locals {
  database = "sluice"
  # The provider wants a value in every run but sends it only with a new version. RDS refuses one of less than 8
  # characters, so a version raised without a password fails here, before the secret that depends on the instance.
  password = var.password == null ? "-" : var.password
  user     = "sluice"
  # Without verify-full whoever answers at that address would be given the password.
  address = "${aws_db_instance.this.endpoint}/${local.database}?sslmode=verify-full&sslrootcert=${var.ca_file}"
  # RDS makes them by itself, but then they are kept for ever and under no key of ours.
  logs = ["postgresql", "upgrade"]
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.engine_version
  # A change waits for the maintenance window, as some restart the instance; an operator who wants it now says so.
  apply_immediately           = var.apply_immediately
  allow_major_version_upgrade = var.allow_major_version_upgrade
  instance_class              = var.instance_class
  multi_az                    = var.multi_az

  db_name             = local.database
  username            = local.user
  password_wo         = local.password
  password_wo_version = var.password_version

  storage_type          = "gp3"
  allocated_storage     = var.storage_gib
  max_allocated_storage = var.storage_gib * 4
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.this.name

  backup_retention_period   = var.backup_days
  copy_tags_to_snapshot     = true
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = false
  final_snapshot_identifier = coalesce(var.final_snapshot, "${var.name}-final")

  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.kms_key_arn
  enabled_cloudwatch_logs_exports = local.logs

  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_cloudwatch_log_group" "this" {
  for_each          = toset(local.logs)
  name              = "/aws/rds/instance/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "postgres${split(".", var.engine_version)[0]}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  # A new major version needs a new group before the old one can go.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "Database: admits the service, speaks to nobody"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "from_service" {
  security_group_id            = aws_security_group.this.id
  description                  = "from the service"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = var.client_security_group_id
}

# For commands that run beside the tasks, and for people with psql.
resource "aws_vpc_security_group_ingress_rule" "from_operators" {
  for_each                     = var.operators
  security_group_id            = aws_security_group.this.id
  description                  = "from the operators ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = each.value
}

resource "aws_vpc_security_group_egress_rule" "service_to_database" {
  security_group_id            = var.client_security_group_id
  description                  = "to the database"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.this.id
}

resource "aws_secretsmanager_secret" "url" {
  name        = "${var.name}/database-url"
  description = "DATABASE_URL of the service"
  kms_key_id  = var.kms_key_arn
  # A deleted secret keeps its name this long: a stack that may be deleted may also be made anew.
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "url" {
  secret_id = aws_secretsmanager_secret.url.id

  secret_string_wo         = "postgres://${local.user}:${local.password}@${local.address}"
  secret_string_wo_version = var.password_version
}
