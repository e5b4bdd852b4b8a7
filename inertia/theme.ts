import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Drawer,
  Input,
  defaultVariantColorsResolver,
  InputWrapper,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Select,
  TagsInput,
  Textarea,
  TextInput,
  Notification,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Tooltip,
} from '@mantine/core'

/** Everything visible that has a number or a colour is here; components and pages only name it. */

const accent: MantineColorsTuple = [
  '#eefbf9',
  '#d5f3ee',
  '#a9e6dd',
  '#75d4c8',
  '#3fbfb0',
  '#1fa396',
  '#12877d',
  '#0f6e67',
  '#0d5853',
  '#0b4743',
]

const gray: MantineColorsTuple = [
  '#f7f9fa',
  '#f0f3f6',
  '#e3e8ed',
  '#d2d9e0',
  '#b4bfc9',
  '#8c9aa7',
  '#5c6a77',
  '#45525e',
  '#2e3943',
  '#18212a',
]

const dark: MantineColorsTuple = [
  '#dce3ea',
  '#b9c4ce',
  '#8f9daa',
  '#64727f',
  '#333e48',
  '#27313a',
  '#1b232b',
  '#141a21',
  '#0f141a',
  '#0a0e13',
]

const sans =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', Cantarell, 'Helvetica Neue', Arial, sans-serif"
const mono =
  "ui-monospace, SFMono-Regular, Menlo, 'Cascadia Mono', Consolas, 'Liberation Mono', monospace"

const field = { defaultProps: { size: 'sm' } }
const wrapper = InputWrapper.extend({
  // Help goes below, so that inputs on one line stay on one line.
  defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] },
  vars: () => ({
    label: { '--input-label-size': '13px', '--input-asterisk-color': 'var(--mantine-color-error)' },
    error: { '--input-error-size': '12px' },
    success: { '--input-success-size': '12px' },
    description: { '--input-description-size': '12px' },
  }),
})
const pop = { shadow: 'md', transitionProps: { duration: 120, transition: 'pop' } } as const

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  variantColorResolver: readableOnAccent,
  colors: { accent, gray, dark },
  black: '#18212a',
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
      h4: { fontSize: '13px', lineHeight: '20px' },
      h5: { fontSize: '12px', lineHeight: '16px' },
      h6: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  shadows: {
    xs: 'none',
    sm: '0 1px 2px rgb(16 24 32 / 8%)',
    md: '0 4px 16px rgb(16 24 32 / 12%), 0 1px 2px rgb(16 24 32 / 8%)',
    lg: '0 12px 32px rgb(16 24 32 / 18%)',
    xl: '0 24px 64px rgb(16 24 32 / 24%)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'default', size: 'sm', radius: 'sm', tt: 'none', fw: 500 },
    }),
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, props) =>
        props.size === 'sm'
          ? { root: { '--button-height': '34px', '--button-padding-x': '14px' } }
          : { root: {} },
    }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    // In red it would look like something that somebody typed.
    Input: Input.extend({
      styles: { wrapper: { '--input-placeholder-color': 'var(--mantine-color-placeholder)' } },
    }),
    InputWrapper: wrapper,
    Menu: Menu.extend({ defaultProps: { ...pop, position: 'bottom-end', radius: 'md' } }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        shadow: 'xl',
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.5 },
        transitionProps: { duration: 140, transition: 'fade' },
      },
    }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
    }),
    NumberInput: NumberInput.extend({ ...field, defaultProps: { size: 'sm', hideControls: true } }),
    PasswordInput: PasswordInput.extend(field),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({
      defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { ...pop } },
    }),
    TagsInput: TagsInput.extend(field),
    Textarea: Textarea.extend(field),
    TextInput: TextInput.extend(field),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        withArrow: true,
        fz: 'xs',
        transitionProps: { duration: 100 },
      },
    }),
  },
})

/** Mantine picks a filled button's text for the light accent only; ours is bright in the dark. */
function readableOnAccent(input: Parameters<typeof defaultVariantColorsResolver>[0]) {
  const colors = defaultVariantColorsResolver(input)
  const isAccent = !input.color || input.color === input.theme.primaryColor
  return input.variant === 'filled' && isAccent
    ? { ...colors, color: 'var(--mantine-primary-color-contrast)' }
    : colors
}

/** What the style sheets use beside Mantine's own variables. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {
    '--rail-width': '216px',
    '--header-height': '52px',
    '--row-height': '44px',
    '--cell-height': '32px',
    '--content-width': '1280px',
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': colors.gray[6],
    '--mantine-color-placeholder': '#616f7c',
    '--mantine-color-default-border': colors.gray[3],
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': colors.accent[7],
    '--surface-rail': colors.gray[0],
    '--surface-sunken': colors.gray[0],
    '--surface-hover': colors.gray[1],
    '--surface-place': colors.gray[2],
    '--surface-initials': colors.gray[3],
    '--engine-ground': '60% 95%',
    '--engine-line': '62% 38%',
    '--surface-selected': colors.accent[0],
    '--line': colors.gray[2],
    '--text-faint': '#616f7c',
    '--accent-text': colors.accent[7],
    '--status-passed': '#17803d',
    '--status-failed': '#b42318',
    '--status-warning': '#8f5a00',
    '--status-idle': colors.gray[5],
    '--status-failed-surface': '#fef4f2',
    '--status-failed-line': '#f4c7c0',
    '--status-passed-surface': '#f1faf4',
    '--status-passed-line': '#bfe3cb',
    '--status-warning-surface': '#fdf7e9',
    '--status-warning-line': '#ecd9a8',
  },
  dark: {
    '--mantine-color-body': colors.dark[7],
    '--mantine-color-text': colors.dark[0],
    '--mantine-color-dimmed': colors.dark[2],
    '--mantine-color-placeholder': '#8492a0',
    '--mantine-color-default': colors.dark[6],
    '--mantine-color-default-hover': colors.dark[5],
    '--mantine-color-default-border': colors.dark[4],
    '--mantine-color-error': '#ff8a7a',
    '--mantine-color-anchor': colors.accent[3],
    '--surface-rail': colors.dark[8],
    '--surface-sunken': colors.dark[8],
    '--surface-hover': colors.dark[6],
    '--surface-place': colors.dark[6],
    '--surface-initials': colors.dark[4],
    '--engine-ground': '30% 17%',
    '--engine-line': '65% 72%',
    '--surface-selected': '#123230',
    '--line': '#242d36',
    '--text-faint': '#8492a0',
    '--accent-text': colors.accent[3],
    '--status-passed': '#5bd08a',
    '--status-failed': '#ff8a7a',
    '--status-warning': '#f0bf5a',
    '--status-idle': colors.dark[3],
    '--status-failed-surface': '#2a1a1a',
    '--status-failed-line': '#5c2f2b',
    '--status-passed-surface': '#12251c',
    '--status-passed-line': '#25523a',
    '--status-warning-surface': '#282214',
    '--status-warning-line': '#54471f',
  },
})
