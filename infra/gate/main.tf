# The gate as plain data: the same files the stand-in gate renders and enforces, so what is tested is what ships.
# No provider here. The files hold ${name} placeholders only, never expressions, because TypeScript fills them too.

locals {
  role_lists = { for role, arns in var.roles : "${role}_roles" => join("\",\"", arns) }

  resource_policy = jsondecode(templatefile("${path.module}/resource-policy.json", merge(local.role_lists, {
    api_arn = var.api_arn
  })))

  cors = jsondecode(templatefile("${path.module}/cors.json", {
    console_origin = var.console_origin
  }))

  gateway_responses = jsondecode(templatefile("${path.module}/gateway-responses.json", {
    console_origin = var.console_origin
    expose_headers = join(",", local.cors.exposeHeaders)
  }))

  access_log       = jsondecode(templatefile("${path.module}/access-log.json", {}))
  identity_headers = jsondecode(templatefile("${path.module}/identity-headers.json", {}))
  throttling       = jsondecode(templatefile("${path.module}/throttling.json", {}))["*/*"]

  # OPTIONS is a mock that answers everybody alike.
  preflight_headers = {
    "Access-Control-Allow-Origin"   = local.cors.allowOrigin
    "Access-Control-Allow-Methods"  = join(",", local.cors.allowMethods)
    "Access-Control-Allow-Headers"  = join(",", local.cors.allowHeaders)
    "Access-Control-Expose-Headers" = join(",", local.cors.exposeHeaders)
    "Access-Control-Max-Age"        = tostring(local.cors.maxAgeSeconds)
  }

  # The stages that the policy opens by name. The Deny's wildcard stage closes every other one.
  stages = distinct([
    for resource in flatten([
      for statement in local.resource_policy.Statement : statement.Resource if statement.Effect == "Allow"
    ]) : split("/", resource)[1]
  ])
}
