output "resource_policy_json" {
  description = "Resource policy of the REST API."
  value       = jsonencode(local.resource_policy)

  precondition {
    condition     = length(jsonencode(local.resource_policy)) < 8192
    error_message = "The resource policy is longer than API Gateway takes (8,192 characters). List fewer roles."
  }
}

output "access_log_format" {
  description = "Access-log format: one line of JSON, keys sorted."
  value       = jsonencode(local.access_log)
}

output "integration_request_parameters" {
  description = "Request parameters of the integration: each identity header and where its value comes from."
  value       = { for header, source in local.identity_headers : "integration.request.header.${header}" => source }
}

output "preflight_headers" {
  description = "Headers of the answer to OPTIONS."
  value       = local.preflight_headers
}

output "gateway_responses" {
  description = "Response type to statusCode (null keeps the gateway's own), responseParameters and responseTemplates."
  value       = local.gateway_responses
}

output "throttling" {
  description = "rateLimit (requests a second) and burstLimit of every method."
  value       = local.throttling
}

output "stages" {
  description = "Names of the stages that the policy opens."
  value       = local.stages
}

output "deployment_hash" {
  description = "Changes with whatever takes effect only after a redeployment; log format and throttling are stage settings."
  value       = sha256(jsonencode([local.resource_policy, local.identity_headers, local.cors, local.gateway_responses]))
}

output "gate" {
  description = "Everything as one document, in the shape in which the stand-in gate reads it."
  value = {
    resourcePolicy  = local.resource_policy
    accessLog       = local.access_log
    identityHeaders = local.identity_headers
    throttling      = local.throttling
    cors            = local.cors
    responses       = local.gateway_responses
    preflight       = local.preflight_headers
  }
}
