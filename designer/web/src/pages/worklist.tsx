import { CaseList } from './case-list'

export const Worklist = () => <CaseList mine key="mine" />
