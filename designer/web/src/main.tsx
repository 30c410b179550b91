import '../../tokens/tokens.css'
import './app/base.css'
import './app/table.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { carryNonce } from './app/nonce'

carryNonce()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
