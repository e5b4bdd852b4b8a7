import { Input, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core'
import { useId } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import type { Visibility } from '~/api/types'
import type { FormValues } from '~/components/connect/form_values'
import { useStrings } from '~/strings/strings_context'

/** As the server takes them. */
const LONGEST_NAME = 120
const LONGEST_TAG = 40
const MOST_TAGS = 20

/** How the saved connection is called and, for its owner to say, who sees it. */
export function SaveAs({ mayShare }: { mayShare: boolean }) {
  const { saveAs: t, fields } = useStrings().connect
  const visibleTo = useId()
  const { control } = useFormContext<FormValues>()
  return (
    <Stack gap={14}>
      <Controller
        control={control}
        name="name"
        rules={{
          validate: (name) =>
            name.trim() === '' ? fields.name : !/\p{Cc}/u.test(name.trim()) || fields.control,
        }}
        render={({ field, fieldState }) => (
          <TextInput
            {...field}
            label={t.name}
            description={t.nameHelp}
            required
            withAsterisk={false}
            autoComplete="off"
            maxLength={LONGEST_NAME}
            error={fieldState.error?.message}
          />
        )}
      />
      {mayShare && (
        <Controller
          control={control}
          name="visibility"
          render={({ field }) => (
            <Input.Wrapper label={t.visibleTo} labelElement="div" labelProps={{ id: visibleTo }}>
              <div>
                <SegmentedControl
                  aria-labelledby={visibleTo}
                  value={field.value}
                  onChange={(value) => field.onChange(value as Visibility)}
                  data={[
                    { value: 'tenant', label: t.team },
                    { value: 'private', label: t.onlyYou },
                  ]}
                />
              </div>
            </Input.Wrapper>
          )}
        />
      )}
      <Controller
        control={control}
        name="tags"
        rules={{
          validate: (tags) => {
            const tooLong = tags.find((tag) => tag.length > LONGEST_TAG)
            if (tooLong) return fields.tagTooLong(tooLong, LONGEST_TAG)
            return !tags.some((tag) => /\p{Cc}/u.test(tag)) || fields.control
          },
        }}
        render={({ field, fieldState }) => (
          <TagsInput
            {...field}
            label={t.tags}
            placeholder={field.value.length === 0 ? t.tagsPlaceholder : undefined}
            maxTags={MOST_TAGS}
            error={fieldState.error?.message}
          />
        )}
      />
    </Stack>
  )
}
