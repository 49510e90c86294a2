# What lib/settings/service.ts reads. A setting that has a good default there is not repeated.

locals {
  # Two misses of the load balancer's health check, which asks every 5 s.
  drain_seconds = 15

  shared = merge(
    {
      AWS_REGION                 = var.region
      SLUICE_SERVICE_HOST        = "0.0.0.0"
      SLUICE_SERVICE_PORT        = tostring(var.port)
      SLUICE_CONSOLE_ORIGIN      = var.console_origin
      SLUICE_ACS_URL             = "${var.console_origin}/sign-in/acs"
      SLUICE_IDP_ISSUER          = var.idp.issuer
      SLUICE_IDP_CERTIFICATES    = join("\n", [for pem in var.idp.certificates : trimspace(pem)])
      SLUICE_ROLE_ARNS           = jsonencode(var.roles)
      SLUICE_CUSTOMER_PRINCIPALS = join(",", local.principals)
      SLUICE_ARCHIVE_ROLE_ARN    = aws_iam_role.archive_reader.arn
      SLUICE_REPLAY_JOB          = jsonencode(var.replay.job)
      SLUICE_REPLAY_LIMIT_DAYS   = tostring(var.replay.limit_days)
      SLUICE_REPLAY_LIMIT_BYTES  = format("%d", var.replay.limit_bytes)
    },
    var.segment == null ? {} : { SLUICE_SEGMENT_URL = var.segment.url },
  )

  environment = {
    http = merge(local.shared, { SLUICE_PROCESS = "http", SLUICE_DRAIN_SECONDS = tostring(local.drain_seconds) })
    # No load balancer has to look away first, and meanwhile it would take on what it cannot end.
    worker = merge(local.shared, { SLUICE_PROCESS = "worker", SLUICE_DRAIN_SECONDS = "0" })
  }

  secrets = merge(
    {
      DATABASE_URL        = var.database_url_secret
      SLUICE_GATE_SECRETS = "${aws_secretsmanager_secret.gate.arn}:::${aws_secretsmanager_secret_version.gate.version_id}"
    },
    var.segment == null ? {} : { SLUICE_SEGMENT_WRITE_KEY = var.segment.write_key_secret_arn },
  )
}

resource "aws_secretsmanager_secret" "gate" {
  name        = "${var.name}/gate-secrets"
  description = "By which the service knows its gate: one, or two while it is rotated"
  kms_key_id  = var.gate_secret_kms_key_arn
  # A deleted secret keeps its name this long: a stack that may be deleted may also be made anew.
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}

# Not write-only: the gateway keeps the same value in its stage, so it is in the state anyway.
resource "aws_secretsmanager_secret_version" "gate" {
  secret_id     = aws_secretsmanager_secret.gate.id
  secret_string = join(",", var.gate_secrets)
}
