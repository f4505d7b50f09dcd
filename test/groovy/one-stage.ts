/** A pipeline on any agent, with one stage of these sections. */
export const oneStage = (sections: string, more = '') => `pipeline {
  agent any
  ${more}
  stages {
    stage('S') {
      ${sections}
    }
  }
}`;
