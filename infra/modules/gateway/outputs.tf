output "execution_arn" {
  description = "arn:aws:execute-api:REGION:ACCOUNT:APIID, for the callers' permissions boundary."
  value       = aws_api_gateway_rest_api.this.execution_arn
}

output "invoke_urls" {
  description = "Stage name to API base, https://APIID.execute-api.REGION.amazonaws.com/STAGE; the contract's paths follow."
  value       = { for name, stage in aws_api_gateway_stage.this : name => stage.invoke_url }
}

output "access_log_groups" {
  description = "Stage name to the log group of its access log."
  value       = { for name, group in aws_cloudwatch_log_group.access : name => group.name }
}

output "api_name" {
  description = "The API as CloudWatch names it."
  value       = aws_api_gateway_rest_api.this.name
}
