from django.forms.renderers import TemplatesSetting


class FieldRenderer(TemplatesSetting):
    """One template of a field and one of a form for the whole site, allauth's pages included: templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
