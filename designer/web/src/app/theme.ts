import { type ThemeConfig, theme } from 'antd'

/** Reads the shared tokens: the one place where colours are decided. */
function token(name: string, fallback: string): string {
  const v = getComputedStyle(document.documentElement).getPropertyValue(`--om-${name}`).trim()
  return v || fallback
}

export function themeOf(dark: boolean, still: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      // Switched off here and not in CSS alone: the library waits for the end of motions it believes in.
      motion: !still,
      colorPrimary: token('primary', '#1749B8'),
      // The library would derive these from the primary; ours are decided, and keep their contrast.
      colorPrimaryHover: token('primary-hover', '#123A93'),
      colorPrimaryActive: token('primary-active', '#0E2E75'),
      colorPrimaryBg: token('primary-tint', '#EAF0FC'),
      colorPrimaryBgHover: token('primary-tint', '#EAF0FC'),
      colorPrimaryBorder: token('primary-line', '#B9CBF2'),
      colorLink: token('primary', '#1749B8'),
      colorLinkHover: token('primary-hover', '#123A93'),
      colorErrorHover: token('danger-hover', '#8E1E18'),
      colorErrorBg: token('danger-tint', '#FCEBEA'),
      colorWarningBg: token('warning-tint', '#FCF3E3'),
      colorInfo: token('primary', '#1749B8'),
      colorInfoBg: token('primary-tint', '#EAF0FC'),
      colorInfoBorder: token('primary-line', '#B9CBF2'),
      colorSuccessBg: token('success-tint', '#E6F4EE'),
      colorTextPlaceholder: token('ink-3', '#667386'),
      colorTextDescription: token('ink-3', '#667386'),
      colorSuccess: token('success', '#0B7A53'),
      colorWarning: token('warning', '#8F5400'),
      colorError: token('danger', '#B3261E'),
      colorText: token('ink', '#16202E'),
      colorTextSecondary: token('ink-2', '#4A5768'),
      colorTextTertiary: token('ink-3', '#667386'),
      colorBorder: token('line-strong', '#7A8799'),
      colorBorderSecondary: token('line', '#DCE2EA'),
      colorBgLayout: token('surface-2', '#F5F7FA'),
      colorBgContainer: token('surface', '#FFFFFF'),
      colorBgElevated: token('surface', '#FFFFFF'),
      fontFamily: 'var(--om-font)',
      fontSize: 14,
      lineHeight: 22 / 14,
      borderRadius: 6,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.15s',
      wireframe: false,
    },
    components: {
      Button: {
        primaryColor: token('on-primary', '#FFFFFF'),
        dangerColor: token('on-status', '#FFFFFF'),
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
      },
      Menu: {
        itemSelectedColor: token('primary', '#1749B8'),
        horizontalItemSelectedColor: token('primary', '#1749B8'),
      },
      Segmented: { trackBg: token('surface-3', '#EBEFF4') },
      Modal: { titleFontSize: 17 },
      Layout: { headerBg: token('surface', '#FFFFFF'), bodyBg: token('surface-2', '#F5F7FA') },
    },
  }
}
