import { exposeTrees } from '../engine/models/learners/expose-trees.ts'

exposeTrees()
