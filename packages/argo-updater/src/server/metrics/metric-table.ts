/** What a metric is, for Prometheus and for the reference page. */
export interface MetricSpec {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Of a histogram, in seconds. */
  readonly buckets?: readonly number[];
}

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const minutes = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600];

/** Every metric but those of the process itself. The first six have the names that argocd-image-updater gives them. */
export const metricTable = {
  argocd_image_updater_applications_watched_total: {
    kind: 'gauge',
    help: 'Applications that are kept up to date.',
    labels: [],
  },
  argocd_image_updater_images_watched_total: { kind: 'gauge', help: 'Images that are kept up to date.', labels: [] },
  argocd_image_updater_images_updated_total: {
    kind: 'counter',
    help: 'Images whose new version was written.',
    labels: [],
  },
  argocd_image_updater_images_errors_total: {
    kind: 'counter',
    help: 'Images that could not be looked at or written.',
    labels: [],
  },
  argocd_image_updater_registry_requests_total: {
    kind: 'counter',
    help: 'Questions to registries.',
    labels: ['registry'],
  },
  argocd_image_updater_registry_requests_failed_total: {
    kind: 'counter',
    help: 'Questions to registries that were not answered.',
    labels: ['registry'],
  },
  towline_passes_total: { kind: 'counter', help: 'Passes, by why they were made.', labels: ['cause'] },
  towline_pass_duration_seconds: {
    kind: 'histogram',
    help: 'How long a pass took, from reading to writing.',
    labels: ['cause'],
    buckets: seconds,
  },
  towline_poll_duration_seconds: {
    kind: 'histogram',
    help: 'How long it took to ask all repositories and branches that were due.',
    labels: [],
    buckets: seconds,
  },
  towline_applications_failed_total: {
    kind: 'counter',
    help: 'Applications that a pass could not read, plan or write in full.',
    labels: [],
  },
  towline_registry_questions_total: {
    kind: 'counter',
    help: 'Questions to registries by what was asked: the list of a repository, or one image.',
    labels: ['registry', 'kind', 'outcome'],
  },
  towline_git_operations_total: {
    kind: 'counter',
    help: 'Operations on manifest repositories; a push that somebody overtook is rejected.',
    labels: ['operation', 'outcome'],
  },
  towline_decisions_total: {
    kind: 'counter',
    help: 'Decisions about images, by what they came to.',
    labels: ['state'],
  },
  towline_refusals_total: {
    kind: 'counter',
    help: 'Images that were not updated, by the rule against it.',
    labels: ['rule'],
  },
  towline_deliveries_total: { kind: 'counter', help: 'What was written for Applications, by how.', labels: ['kind'] },
  towline_lead_time_seconds: {
    kind: 'histogram',
    help: 'From the push of an image, as an event told it, to its commit.',
    labels: [],
    buckets: minutes,
  },
  towline_rollouts_total: {
    kind: 'counter',
    help: 'What became of deliveries in the cluster: healthy, failed or recovered.',
    labels: ['outcome'],
  },
  towline_rollout_duration_seconds: {
    kind: 'histogram',
    help: 'From a commit to a healthy Application.',
    labels: [],
    buckets: minutes,
  },
  towline_notifications_total: {
    kind: 'counter',
    help: 'Notifications of failures and recoveries.',
    labels: ['channel', 'outcome'],
  },
  towline_events_total: {
    kind: 'counter',
    help: 'Events that were taken or turned away, by where they came from.',
    labels: ['source', 'outcome'],
  },
  towline_webhooks_total: {
    kind: 'counter',
    help: 'Webhooks by vendor, and by what became of them.',
    labels: ['vendor', 'outcome'],
  },
  towline_api_requests_total: { kind: 'counter', help: 'Requests to the API.', labels: ['route', 'status'] },
} as const satisfies Readonly<Record<string, MetricSpec>>;

/** The name of a metric. */
export type MetricName = keyof typeof metricTable;
