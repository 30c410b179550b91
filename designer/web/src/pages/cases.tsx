import { CaseList } from './case-list'

export const Cases = () => <CaseList mine={false} key="all" />
