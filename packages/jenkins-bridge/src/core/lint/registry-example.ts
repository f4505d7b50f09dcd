const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

/** A file that logs in to a registry, as the page of the rules shows it. Without arguments it is right. */
export function registryExample({ url = `https://${host}`, credentials = 'ecr:eu-west-1:ecrUser' } = {}): string {
  return `node {
  checkout scm
  docker.withRegistry('${url}', '${credentials}') {
    docker.build("shop/cart:\${env.GIT_COMMIT}").push()
  }
}`;
}
