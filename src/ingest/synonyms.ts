import type { Field } from '../record/usage-record.js';

/**
 * Header names by field, the preferred first: when a source has several of them, the first listed is read and
 * the others are reported as ignored. The first of each list is the name in stillhunt's own header. Names are
 * compared without case and without anything but letters and digits, so `start_time` is also `startTime` and
 * `Start Time`.
 *
 * Left out on purpose: columns whose unit varies between exporters (`latency`, `duration`, `response_time`),
 * identifiers that are made per request (`trace_id`), and totals.
 */
export const SYNONYMS: Readonly<Record<Field, readonly string[]>> = {
  time: words(`
    timestamp time ts datetime request_time request_timestamp requested_at request_created_at start_time
    started_at start request_start request_start_time event_time event_timestamp created_at created
    created_time creation_time logged_at log_time logging_time time_utc timestamp_utc utc_time timestamp_ms
    time_ms ts_ms timestamp_us timestamp_ns epoch epoch_ms unix_time unix_timestamp time_generated
    received_at arrival_time end_time date
  `),
  account: words(`
    account_id account account_uuid account_name account_number acct_id acct billing_account_id
    billing_account customer_id customer customer_name tenant_id tenant subscriber_id subscription_id
    client_id user_id user user_uuid uid username request_user_id user_email email owner_id owner
    principal_id principal identity_arn actor_id actor caller
  `),
  org: words(`
    org_id org organization_id organization organisation_id organisation org_name organization_name
    organisation_name workspace_id workspace workspace_name company_id company team_id team project_id
    project
  `),
  api_key: words(`
    api_key_id api_key api_key_hash api_key_name user_api_key_hash key_id key_hash key_name token_id
    token_name access_key_id credential_id key
  `),
  session: words(`
    session_id session conversation_id conversation thread_id chat_id dialog_id gen_ai.conversation.id
  `),
  request_id: words(`
    request_id req_id request_uuid generation_id x_request_id completion_id response_id call_id
    invocation_id message_id event_id record_id log_id correlation_id uuid id
  `),
  model: words(`
    model model_name model_id request_model requested_model gen_ai.request.model model_permaslug model_slug
    model_group provided_model_name llm_model engine deployment_name deployment
  `),
  endpoint: words(`
    endpoint api_endpoint route path request_path uri request_uri url operation operation_name
    gen_ai.operation.name call_type api_method
  `),
  ip: words(`
    ip ip_address client_ip client_ip_address remote_addr remote_ip remote_address requester_ip_address
    requester_ip request_ip source_ip source_ip_address src_ip user_ip caller_ip_address caller_ip peer_ip
    c_ip x_forwarded_for ip_prefix
  `),
  asn: words(`
    asn as_number asnum ip_asn client_asn remote_asn source_asn autonomous_system_number
  `),
  country: words(`
    country country_code country_iso_code country_iso ip_country client_country geo_country
    geo.country_iso_code request_country request_country_code source_country cf_ipcountry
  `),
  user_agent: words(`
    user_agent http_user_agent request_user_agent client_user_agent user_agent_original ua
  `),
  payment: words(`
    payment_id payment payment_method_id payment_instrument_id payment_instrument payment_fingerprint
    card_fingerprint card_hash card_id billing_fingerprint payment_method
  `),
  device: words(`
    device_id device device_fingerprint device_hash tls_fingerprint ja4 ja4_fingerprint ja3 ja3_hash
    ja3_fingerprint client_fingerprint browser_fingerprint machine_id installation_id fingerprint
  `),
  stop_reason: words(`
    stop_reason finish_reason finish_reasons gen_ai.response.finish_reasons native_finish_reason
    completion_reason end_reason
  `),
  system_prompt: words(`
    system_prompt_hash system_prompt sys_prompt sys_prompt_hash system_prompt_sha256 system_hash
    system_message system_instructions system_instruction
  `),
  prompt: words(`
    prompt_hash prompt prompt_sha256 prompt_text user_prompt user_prompt_hash input_hash input_text messages
  `),
  input_tokens: words(`
    input_tokens prompt_tokens tokens_prompt num_input_tokens num_prompt_tokens n_input_tokens
    n_prompt_tokens input_token_count prompt_token_count prompt_tokens_count context_tokens request_tokens
    tokens_in in_tokens usage.input_tokens usage.prompt_tokens gen_ai.usage.input_tokens
    gen_ai.usage.prompt_tokens native_tokens_prompt
  `),
  output_tokens: words(`
    output_tokens completion_tokens tokens_completion num_output_tokens num_completion_tokens
    n_output_tokens n_completion_tokens output_token_count completion_token_count completion_tokens_count
    candidates_token_count generated_tokens num_generated_tokens response_tokens tokens_out out_tokens
    usage.output_tokens usage.completion_tokens gen_ai.usage.output_tokens gen_ai.usage.completion_tokens
    native_tokens_completion
  `),
  cached_tokens: words(`
    cached_tokens cached_input_tokens input_cached_tokens cache_read_tokens cached_prompt_tokens
    prompt_cached_tokens num_cached_tokens cached_token_count tokens_cached usage.cached_tokens
    native_tokens_cached
  `),
  max_tokens: words(`
    max_tokens max_output_tokens max_completion_tokens max_new_tokens max_tokens_to_sample
    gen_ai.request.max_tokens
  `),
  temperature: words(`
    temperature gen_ai.request.temperature sampling_temperature temp
  `),
  stream: words(`
    stream streaming streamed is_stream is_streaming is_streamed
  `),
  status: words(`
    status status_code http_status http_status_code response_status response_status_code response_code
    http_code
  `),
  latency_ms: words(`
    latency_ms duration_ms elapsed_ms request_duration_ms response_time_ms total_time_ms total_latency_ms
    latency_millis duration_millis processing_ms took_ms
  `),
};

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}
