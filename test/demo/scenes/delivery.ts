import { untilTitle } from './page.js';
import { type Scene, short, untilApplication, untilCommitted } from './steps.js';

/** What becomes of an image that was pushed: news, a plan, one line in the manifest repository, the page. Gives the manifest commit. */
export async function deliver(
  { lab, story }: Scene,
  pushed: { readonly commit: string; readonly title: string },
): Promise<string> {
  const { manifests } = lab;
  const before = await manifests.pull();
  if (lab.bus !== undefined) {
    const tags = lab.bus
      .held()
      .map(({ repository, tag }) => `${repository}:${tag === pushed.commit ? short(tag) : tag}`);
    story.hop({ id: 'event-received', what: 'the registry tells of the push', look: { event: tags.join(', ') } });
  }
  const { stdout: plan } = await lab.updater('plan');
  story.hop({ id: 'plan-shown', what: 'argo-updater plan shows what it would write', shown: plan });
  await lab.announce(pushed.commit);
  const { commit, subject, diff } = await untilCommitted(lab, before);
  story.hop({
    id: 'manifests-committed',
    what: 'argo-updater commits one line to the manifest repository',
    look: { commit: `${short(commit)} ${subject}` },
    shown: diff,
  });
  const { sync, health } = await untilApplication(lab, { health: 'Healthy', revision: commit });
  story.hop({
    id: 'operator-deployed',
    what: 'the operator has deployed it',
    look: { application: `${sync}, ${health}` },
  });
  const { title } = await untilTitle(lab, pushed.title);
  story.hop({ id: 'page-changed', what: `the page says “${title}”`, look: { url: lab.pageUrl } });
  return commit;
}
